import { domainError } from '../../kernel/domain-error.ts'
import type { Trust } from './trust.ts'

/** What somebody asks a new trust to be; undefined: not said. */
export type WantedTrust = {
  readonly impersonation: boolean
  readonly projectId: string | null
  readonly roleIds: readonly string[]
  /** Unix milliseconds. */
  readonly expiresAt: number | null
  readonly remainingUses: number | null
  readonly allowRedelegation: boolean
  readonly redelegationCount: number | undefined
}

type Terms = Pick<Trust, 'expiresAt' | 'redelegationCount'>

const preconditionFailed = (code: string, message: string) =>
  domainError('failed_precondition', code, message)

const isRedelegable = ({ allowRedelegation, redelegationCount }: WantedTrust) =>
  allowRedelegation && redelegationCount !== 0

/** How often a trust may be passed on, and that one with counted uses never is (keystone.md section 19). */
export const ownTerms = (wanted: WantedTrust, most: number): Terms => {
  const { expiresAt, remainingUses, redelegationCount } = wanted
  if (!isRedelegable(wanted)) return { expiresAt, redelegationCount: 0 }
  if (redelegationCount !== undefined && redelegationCount > most)
    throw preconditionFailed('redelegation_too_deep', `A trust can be redelegated at most ${most} times.`)
  if (remainingUses !== null)
    throw domainError(
      'invalid',
      'uses_of_redelegable',
      'remaining_uses must not be set if redelegation is allowed.',
      {
        field: 'remaining_uses',
      },
    )
  return { expiresAt, redelegationCount: redelegationCount ?? most }
}

/** One link lends no more than the one above it: not longer, not more roles, not elsewhere, not as somebody else. */
const checkLink = (above: Trust, wanted: WantedTrust, most: number): void => {
  if (above.redelegationCount < 1 || above.redelegationCount > most)
    throw preconditionFailed('not_redelegable', 'The trust must not be redelegated any further.')
  if (wanted.projectId !== above.projectId)
    throw preconditionFailed(
      'redelegated_elsewhere',
      'A redelegated trust is for the project of the one it comes from.',
    )
  if (above.expiresAt !== null && wanted.expiresAt !== null && wanted.expiresAt > above.expiresAt)
    throw preconditionFailed(
      'redelegated_longer',
      'A redelegated trust must not outlive the one it comes from.',
    )
  if (wanted.roleIds.some((id) => !above.roleIds.includes(id)))
    throw preconditionFailed(
      'redelegated_roles',
      'A redelegated trust lends only roles of the one it comes from.',
    )
  if (wanted.impersonation && !above.impersonation)
    throw preconditionFailed(
      'redelegated_impersonation',
      'The trust it comes from does not allow to impersonate.',
    )
}

/** The terms of a trust made from `chain`, its source first, the original trust last. */
export const redelegatedTerms = (wanted: WantedTrust, chain: readonly Trust[], most: number): Terms => {
  const [source] = chain
  if (!source) throw preconditionFailed('trust_gone', 'The trust to redelegate is gone.')
  const { redelegationCount } = ownTerms(wanted, most)
  if (wanted.remainingUses !== null)
    throw preconditionFailed('uses_of_redelegated', 'remaining_uses must not be set to redelegate a trust.')
  for (const above of chain) checkLink(above, wanted, most)
  const left = source.redelegationCount - 1
  if (redelegationCount > 0 && wanted.redelegationCount !== undefined && wanted.redelegationCount !== left)
    throw preconditionFailed(
      'redelegation_count_changed',
      'Leave redelegation_count out to redelegate a trust.',
    )
  return {
    redelegationCount: redelegationCount === 0 ? 0 : left,
    expiresAt: wanted.expiresAt ?? soonest(chain),
  }
}

const soonest = (chain: readonly Trust[]): number | null => {
  const times = chain.flatMap(({ expiresAt }) => expiresAt ?? [])
  return times.length === 0 ? null : Math.min(...times)
}
