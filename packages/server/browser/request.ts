import { docs } from './elements.ts'

/** One operation, from the attribute of its form. */
export type Operation = {
  readonly method: string
  readonly path: string
  readonly summary: string
  readonly parameters: readonly {
    readonly name: string
    readonly where: 'path' | 'query' | 'header'
    readonly required: boolean
  }[]
  readonly type?: string
  readonly body?: string
}

export type Request = {
  readonly method: string
  /** The path with the query, on this server. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

/** The request of an operation with the typed values; throws an error for the reader if a value cannot be sent. */
export const requestOf = (
  { method, path, parameters, type }: Operation,
  valueAt: (name: string, where: string) => string,
  body: string | undefined,
): Request => {
  let filled = path
  const query = new URLSearchParams()
  const headers: Record<string, string> = {}
  for (const { name, where } of parameters) {
    const value = valueAt(name, where)
    if (where === 'path') {
      // `.` and `..` would lead to another path.
      if (/^\.{0,2}$/.test(value)) throw new Error(`Enter a value for ${name}.`)
      filled = filled.replace(`{${name}}`, encodeURIComponent(value))
    } else if (value !== '' && where === 'query') query.append(name, value)
    else if (value !== '') {
      if (!/^[\x20-\x7e]+$/.test(value)) throw new Error(`${name} has characters that a header cannot have.`)
      headers[name] = value
    }
  }
  if (body !== undefined && type !== undefined) headers['Content-Type'] = type
  const search = query.size === 0 ? '' : `?${query}`
  const api = docs.slice(0, -'/docs'.length)
  return { method, url: `${api}${filled === '/' ? '' : filled}${search}`, headers, body }
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/** The equal curl command. The secret is a variable: it is never shown. */
export const curlLine = ({ method, url, headers, body }: Request, authenticated: boolean): string =>
  [
    `curl ${method === 'GET' ? '' : `-X ${method} `}${quoted(location.origin + url)}`,
    ...(authenticated ? ['-H "Authorization: Bearer $MUSTER_SECRET"'] : []),
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`--data-binary ${quoted(body)}`]),
  ].join(' \\\n  ')
