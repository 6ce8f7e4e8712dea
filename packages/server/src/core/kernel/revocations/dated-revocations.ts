import type { Ports } from '../ports.ts'
import type { Stores } from '../stores.ts'
import type { Revocation } from './revocation.ts'

/**
 * Milliseconds by which a revocation is dated ahead: for the commit that follows, and for the 90 ms after it in which
 * other nodes still answer from memory. What they issue meanwhile is dated before it.
 */
const commitMargin = 150
const cacheMargin = 100

const second = (ms: number) => Math.floor(ms / 1000)

/** The revocations of one command, dated when everything else of its transaction is done. */
export type DatedRevocations = {
  /** The same stores, except that a revocation waits for `write`. */
  readonly collecting: (stores: Stores) => Stores
  /** The last step of the transaction. */
  readonly write: (stores: Stores) => Promise<void>
  /** After the commit: whether it took longer than was allowed for, so that the revocations must be dated again. */
  readonly isLate: () => boolean
}

/**
 * A revocation ends the tokens issued up to its date. A command takes its time (a new password is hashed), and
 * tokens may be issued on any node until it commits: so the date is that of the commit, by the clock that is ahead
 * of all nodes, and not that of the beginning.
 */
export const datedRevocations = ({ latest }: Pick<Ports, 'latest'>): DatedRevocations => {
  let revocations: Revocation[] = []
  let dated = 0
  return {
    collecting(stores) {
      revocations = []
      const insert = async (revocation: Revocation) => void revocations.push(revocation)
      return { ...stores, revocations: { ...stores.revocations, insert } }
    },
    async write(stores) {
      dated = second(latest() + commitMargin + cacheMargin)
      for (const revocation of revocations)
        await stores.revocations.insert({
          ...revocation,
          issuedBefore: Math.max(revocation.issuedBefore, dated),
        })
    },
    isLate: () => revocations.length > 0 && second(latest() + cacheMargin) > dated,
  }
}
