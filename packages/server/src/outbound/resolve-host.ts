import type { LookupAddress } from 'node:dns'
import { lookup, Resolver } from 'node:dns/promises'

export type ResolveHost = (host: string) => Promise<readonly LookupAddress[]>

export type ResolverParts = {
  /** Asks name servers, without a thread. */
  readonly query: ResolveHost
  /** Asks the system, which knows its own files and search lists, on a thread of the pool that also hashes passwords. */
  readonly system: ResolveHost
}

/** System look-ups under way at once: a thread that waits for a slow name server serves nothing else. */
const systemAtOnce = 2
/** Names that only the system can know. */
const ofSystem = /^[^.]+$|(?:^|\.)(?:localhost|local|internal|home\.arpa)$/i
/** The name servers did not answer; the system would wait for the same ones, and longer. */
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

/** Every address of a host. Slow names take no more than two threads, however many are looked up. */
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
