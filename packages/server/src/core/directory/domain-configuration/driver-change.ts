import { domainError } from '../../kernel/domain-error.ts'
import type { CacheKey } from '../../kernel/events/cache-key.ts'
import type { CommandContext, OperationContext } from '../../kernel/operation.ts'
import type { Project } from '../projects/project.ts'
import type { ConfigurationPart, DomainOption } from './domain-configuration.ts'

/**
 * A caller that configures the driver of a domain decides who its users are, and acquires all their roles. Rejects callers
 * that may not act on administrators, whatever the rule of the operation is.
 */
export const assertMayConfigure = ({ may }: Pick<OperationContext, 'may'>): void => {
  if (may('muster:manage_administrator', {})) return
  throw domainError(
    'forbidden',
    'administrator_protected',
    'A caller that configures a domain decides who may sign in there. Only an administrator can do this.',
  )
}

type Change = {
  readonly domain: Project
  readonly kind: 'domain_config.created' | 'domain_config.updated' | 'domain_config.deleted'
  readonly options: readonly (ConfigurationPart | DomainOption)[]
}

/** Names only: values can contain secrets. */
const nameOf = ({ group, option }: ConfigurationPart): string =>
  option === undefined ? (group ?? '') : `${group}.${option}`

/** Cached configurations of directories, and every view of the users and scopes of the domain. */
const invalidated = (domainId: string): readonly CacheKey[] => ['directories', `project:${domainId}`]

/**
 * Runs a change of a configuration. When it changes where the users of the domain come from, the tokens and sessions of
 * the domain end. Rejects with `failed_precondition` when an external directory would hide users of the domain.
 */
export const changeConfiguration = async <T>(
  { domain, kind, options }: Change,
  { stores, now, record }: CommandContext,
  change: () => Promise<T>,
): Promise<T> => {
  const before = await stores.domainOptions.isExternal(domain.id)
  const result = await change()
  const after = await stores.domainOptions.isExternal(domain.id)
  if (after && !before && (await stores.managedRows.hasLocal(domain.id)))
    throw domainError(
      'failed_precondition',
      'domain_not_empty',
      'The domain has users or groups of its own, which an external directory would hide. Use a domain without users and groups.',
    )
  if (before !== after) {
    if (before) await stores.managedRows.disableAll(domain.id, now)
    await stores.sessions.closeOfDomain(domain.id)
    await stores.revocations.insert({
      domainId: domain.id,
      issuedBefore: Math.floor(now / 1000),
      revokedAt: now,
    })
  }
  record({
    kind,
    subject: { type: 'domain', id: domain.id },
    domainId: domain.id,
    invalidates: invalidated(domain.id),
    detail: { options: options.map(nameOf) },
  })
  return result
}
