export type ListenAddress = { readonly host: string; readonly port: number }

/** Parses `127.0.0.1:9464`, `[::1]:9464` or `localhost:9464`; undefined if the text is malformed. */
export const readListenAddress = (text: string): ListenAddress | undefined => {
  const [, v6, name, port = ''] = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+)):(\d{1,5})$/i.exec(text) ?? []
  const host = v6 ?? name
  return host === undefined || Number(port) > 65_535 ? undefined : { host, port: Number(port) }
}
