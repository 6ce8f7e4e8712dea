import type { LookupAddress } from 'node:dns'
import { lookup, Resolver } from 'node:dns/promises'

export type ResolveHost = (host: string) => Promise<readonly LookupAddress[]>

export type ResolverParts = {
  /** Resolves with DNS queries, without a thread. */
  readonly query: ResolveHost
  /** Resolves with the system (hosts file, search list), on a thread of the pool that also hashes passwords. */
  readonly system: ResolveHost
}

/** Maximum concurrent system lookups, because each blocks a thread. */
const systemAtOnce = 2
/** Names that only the system can resolve. */
const ofSystem = /^[^.]+$|(?:^|\.)(?:localhost|local|internal|home\.arpa)$/i
/** Codes of name servers without a response; the system would wait for the same ones, and longer. */
const silent = new Set(['ETIMEOUT', 'ECANCELLED'])

const queryServers: ResolveHost = async (host) => {
  const resolver = new Resolver({ timeout: 1500, tries: 1 })
  const found = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
  const addresses = found.flatMap((one, i) =>
    one.status === 'fulfilled' ? one.value.map((address) => ({ address, family: i === 0 ? 4 : 6 })) : [],
  )
  const failed = found.find((one) => one.status === 'rejected')
  if (addresses.length === 0 && failed) throw failed.reason
  return addresses
}
const askSystem: ResolveHost = (host) => lookup(host, { all: true, order: 'verbatim' })

/** Resolves all addresses of a host. Slow names block at most two threads. */
export const makeResolveHost = ({
  query = queryServers,
  system = askSystem,
}: Partial<ResolverParts> = {}): ResolveHost => {
  let running = 0
  const waiting: (() => void)[] = []
  const inTurn: ResolveHost = async (host) => {
    if (running >= systemAtOnce) await new Promise<void>((resolve) => waiting.push(resolve))
    else running++
    try {
      return await system(host)
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
  return async (host) => {
    if (ofSystem.test(host)) return inTurn(host)
    try {
      return await query(host)
    } catch (error) {
      if (silent.has((error as { code?: string }).code ?? '')) throw error
      return inTurn(host)
    }
  }
}
