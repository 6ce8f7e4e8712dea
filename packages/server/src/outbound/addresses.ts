import { BlockList, isIP } from 'node:net'

/**
 * Addresses that are not public: the IANA special-purpose registry of IPv4, and multicast. 192.88.99.0/24 is the
 * deprecated 6to4 relay (RFC 7526).
 */
const special4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
]

/** The only public addresses of IPv6 are global unicast; mapped and NAT64 IPv4 addresses are outside of it. */
const global6 = '2000::/3'
/** Special ranges inside global unicast: protocol assignments with Teredo, documentation, 6to4. */
const special6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']

const networkForm = /^([0-9a-f.:]+)\/(\d{1,3})$/i

const listOf = (networks: readonly string[]): BlockList => {
  const list = new BlockList()
  for (const network of networks) {
    const [, address = network, bits] = networkForm.exec(network) ?? []
    const family = isIP(address) === 4 ? 'ipv4' : 'ipv6'
    list.addSubnet(address, Number(bits ?? (family === 'ipv4' ? 32 : 128)), family)
  }
  return list
}

const refused4 = listOf(special4)
const reachable6 = listOf([global6])
const refused6 = listOf(special6)

const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/

/** `::ffff:7f00:1` in any spelling as `127.0.0.1`; any other address unchanged. */
const plain = (address: string): string => {
  if (isIP(address) !== 6) return address
  const [, high, low] = mapped.exec(new URL(`http://[${address}]`).hostname.slice(1, -1)) ?? []
  if (high === undefined || low === undefined) return address
  const value = (Number.parseInt(high, 16) << 16) | Number.parseInt(low, 16)
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.')
}

/**
 * Whether a numeric address may be called: it is public, or in a network that the operator allows. Throws for an
 * invalid network.
 */
export const addressRules = (allowedNetworks: readonly string[]): ((address: string) => boolean) => {
  const allowed = listOf(allowedNetworks)
  return (address) => {
    const family = isIP(address)
    // An address with a zone is valid only on this machine.
    if (family === 0 || address.includes('%')) return false
    const meant = plain(address)
    if (allowed.check(meant, isIP(meant) === 4 ? 'ipv4' : 'ipv6')) return true
    if (family === 4) return !refused4.check(address, 'ipv4')
    return reachable6.check(address, 'ipv6') && !refused6.check(address, 'ipv6')
  }
}
