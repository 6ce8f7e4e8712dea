import { BlockList, isIP, isIPv4 } from 'node:net'

const networkForm = /^([0-9a-f.:]+)(?:\/(\d{1,3}))?$/i

/** Whether the text is an address, or a network as in `10.0.0.0/8`. */
export const isNetwork = (text: string): boolean => {
  const [, address = '', bits] = networkForm.exec(text) ?? []
  const family = isIP(address)
  return family !== 0 && Number(bits ?? 0) <= (family === 4 ? 32 : 128)
}

/**
 * Whether a peer is in one of these addresses and networks. Only such peers may set the client address (T82).
 */
export const trustedProxies = (networks: readonly string[]): ((address: string) => boolean) => {
  const list = new BlockList()
  for (const network of networks) {
    const [, address = '', bits] = networkForm.exec(network) ?? []
    const family = isIPv4(address) ? 'ipv4' : 'ipv6'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return (peer) => {
    const address = peer.replace(/^::ffff:(?=\d+\.)/i, '')
    const family = isIP(address)
    return family !== 0 && list.check(address, family === 4 ? 'ipv4' : 'ipv6')
  }
}
