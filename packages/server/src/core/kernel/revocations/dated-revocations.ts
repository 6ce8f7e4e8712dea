import type { Ports } from '../ports.ts'
import type { Stores } from '../stores.ts'
import type { Revocation } from './revocation.ts'

/**
 * Milliseconds by which a revocation event is dated ahead: for the commit, and for the 90 ms after it in which other nodes
 * still use cached views. Tokens that they issue meanwhile are dated before the event.
 */
const commitMargin = 150
const cacheMargin = 100

const second = (ms: number) => Math.floor(ms / 1000)

/** The revocation events of one command, dated at the end of its transaction. */
export type DatedRevocations = {
  /** The same stores, except that revocation events are collected for `write`. */
  readonly collecting: (stores: Stores) => Stores
  /** Writes the collected events, as the last step of the transaction. */
  readonly write: (stores: Stores) => Promise<void>
  /** Called after the commit: whether it took longer than the margin, so that the events must be dated again. */
  readonly isLate: () => boolean
}

/**
 * A revocation event revokes the tokens issued up to its date. Until the command commits, any node may issue tokens, so
 * the event is dated at the commit and not at the start of the command, by a clock that is ahead of all nodes.
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
