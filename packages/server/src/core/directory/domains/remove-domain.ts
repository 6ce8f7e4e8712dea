import { domainError } from '../../kernel/domain-error.ts'
import { type CacheKey, cacheKeys } from '../../kernel/events/cache-key.ts'
import type { CommandContext } from '../../kernel/operation.ts'
import { eq, type Page, type Slice } from '../../kernel/paging/list-query.ts'
import { revokeUserTokens } from '../../kernel/revocations/revoke-tokens.ts'
import type { Stores } from '../../kernel/stores.ts'
import { assertDeletable } from '../projects/immutable.ts'
import type { Project } from '../projects/project.ts'

/** Rows held in memory at once. */
const pageSize = 1000

/** Maximum number of invalidation keys in the event; beyond it all cached tokens are invalidated instead. */
const namedKeys = 500

async function* pages<T extends { readonly id: string }>(
  list: (page: Page) => Promise<Slice<T>>,
): AsyncGenerator<readonly T[]> {
  for (let after: string | undefined; ; ) {
    const { rows, more } = await list({ limit: pageSize, ...(after === undefined ? {} : { after }) })
    yield rows
    after = rows.at(-1)?.id
    if (!more || after === undefined) return
  }
}

const assertNoImmutableProject = async (domainId: string, { projects }: Stores): Promise<void> => {
  const where = [eq('domain_id' as const, domainId)]
  for await (const rows of pages((page) => projects.list({ where, page })))
    for (const project of rows) assertDeletable('project', project)
}

/** The members of the domain's groups that have a role assignment, which ends with the group. */
const membersOfGranted = async (
  domainId: string,
  { groups, assignments }: Stores,
): Promise<ReadonlySet<string>> => {
  const members = new Set<string>()
  const where = [eq('domain_id' as const, domainId)]
  for await (const rows of pages((page) => groups.list({ where, page }))) {
    const actors = rows.map(({ id }) => ({ type: 'group', id }) as const)
    const granted = new Set((await assignments.list({ actors })).map(({ actor }) => actor.id))
    for (const ids of (await groups.memberIdsOf([...granted])).values()) for (const id of ids) members.add(id)
  }
  return members
}

/**
 * Deletes a domain with its projects, groups, users and roles, and all their assignments. Rejects with
 * `failed_precondition`, without any change, while the domain is enabled or immutable or contains an immutable project.
 */
export const removeDomain = async (
  domain: Project,
  at: Pick<CommandContext, 'stores' | 'ports' | 'now' | 'record'>,
): Promise<void> => {
  const { stores, ports, now, record } = at
  const { id } = domain
  assertDeletable('domain', domain)
  if (domain.enabled)
    throw domainError(
      'failed_precondition',
      'domain_enabled',
      'Cannot delete a domain that is enabled, please disable it first.',
    )
  await assertNoImmutableProject(id, stores)
  const members = await membersOfGranted(id, stores)

  await stores.assignments.deleteOfDomain(id)
  const groupIds = await stores.groups.deleteDomain(id)
  await ports.access.onDomainDeleted(id, at)
  const userIds = await stores.users.purgeDomain(id)
  await stores.managedRows.deleteOfDomain(id)
  await stores.domainOptions.delete(id, {})
  await stores.plans.deleteOfDomain(id)
  const roleIds = await stores.roles.deleteDomain(id)
  const projectIds = await stores.projects.deleteDomain(id)
  await stores.projects.delete(id)

  // One revocation event revokes the tokens of the domain's users and the tokens scoped to the domain and its projects.
  await stores.revocations.insert({ domainId: id, issuedBefore: Math.floor(now / 1000), revokedAt: now })
  const own = new Set(userIds)
  const outsiders = [...members].filter((userId) => !own.has(userId))
  for (const userId of outsiders) await revokeUserTokens(userId, { stores, now })
  const invalidated: readonly CacheKey[] = [
    'directories',
    `project:${id}`,
    ...cacheKeys('group', groupIds),
    ...cacheKeys('user', outsiders),
    ...(roleIds.length === 0 ? [] : (['roles'] as const)),
  ]
  record({
    kind: 'domain.deleted',
    subject: { type: 'domain', id },
    domainId: id,
    invalidates: invalidated.length > namedKeys ? ['roles', 'directories'] : invalidated,
    detail: {
      projects: projectIds.length,
      groups: groupIds.length,
      users: userIds.length,
      roles: roleIds.length,
    },
  })
}
