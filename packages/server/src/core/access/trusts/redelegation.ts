import { domainError } from '../../kernel/domain-error.ts'
import type { ErrorCode } from '../../kernel/error-codes.ts'
import type { Trust } from './trust.ts'

/** The requested terms of a new trust; undefined means not specified. */
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

const preconditionFailed = (code: ErrorCode<'failed_precondition'>, message: string) =>
  domainError('failed_precondition', code, message)

const isRedelegable = ({ allowRedelegation, redelegationCount }: WantedTrust) =>
  allowRedelegation && redelegationCount !== 0

/** Validates how often a trust can be redelegated; a trust with limited uses cannot be (keystone.md section 19). */
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

/** A redelegated trust must stay within the one above it: its expiry, roles, project and impersonation. */
const checkLink = (above: Trust, wanted: WantedTrust, most: number): void => {
  if (above.redelegationCount < 1 || above.redelegationCount > most)
    throw preconditionFailed('not_redelegable', 'This trust cannot be redelegated any further.')
  if (wanted.projectId !== above.projectId)
    throw preconditionFailed(
      'redelegated_elsewhere',
      'A redelegated trust must be for the project of its source trust.',
    )
  if (above.expiresAt !== null && wanted.expiresAt !== null && wanted.expiresAt > above.expiresAt)
    throw preconditionFailed(
      'redelegated_longer',
      'A redelegated trust must not expire after its source trust.',
    )
  if (wanted.roleIds.some((id) => !above.roleIds.includes(id)))
    throw preconditionFailed(
      'redelegated_roles',
      'A redelegated trust can delegate only roles of its source trust.',
    )
  if (wanted.impersonation && !above.impersonation)
    throw preconditionFailed('redelegated_impersonation', 'The source trust does not allow impersonation.')
}

/** The terms of a trust redelegated from `chain`: its source first, the original trust last. */
export const redelegatedTerms = (wanted: WantedTrust, chain: readonly Trust[], most: number): Terms => {
  const [source] = chain
  if (!source) throw preconditionFailed('trust_gone', 'The trust to redelegate no longer exists.')
  const { redelegationCount } = ownTerms(wanted, most)
  if (wanted.remainingUses !== null)
    throw preconditionFailed(
      'uses_of_redelegated',
      'remaining_uses must not be set when a trust is redelegated.',
    )
  for (const above of chain) checkLink(above, wanted, most)
  const left = source.redelegationCount - 1
  if (redelegationCount > 0 && wanted.redelegationCount !== undefined && wanted.redelegationCount !== left)
    throw preconditionFailed(
      'redelegation_count_changed',
      'redelegation_count is derived from the source trust. Omit it when a trust is redelegated.',
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
