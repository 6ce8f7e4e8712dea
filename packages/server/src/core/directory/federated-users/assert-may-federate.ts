import { domainError } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'

/**
 * Identity providers, protocols, mappings and links decide who signs in as which user, with the rights of which groups.
 * Rejects with `forbidden` unless the caller may manage users and groups with any authority, whatever the rule of the
 * operation allows.
 */
export const assertMayFederate = ({ may }: Pick<OperationContext, 'may'>): void => {
  if (may('muster:manage_administrator', {})) return
  throw domainError(
    'forbidden',
    'administrator_protected',
    'Federation can give a user any authority. Only an administrator can change it.',
  )
}
