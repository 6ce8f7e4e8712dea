import { domainError } from '../../kernel/domain-error.ts'
import type { CommandContext } from '../../kernel/operation.ts'
import { eq, type Page, type Slice } from '../../kernel/paging/list-query.ts'
import { revokeUserTokens } from '../../kernel/revocations/revoke-tokens.ts'
import type { Stores } from '../../kernel/stores.ts'
import { barImmutableDelete } from '../projects/immutable.ts'
import type { Project } from '../projects/project.ts'

/** Rows held in memory at once. */
const pageSize = 1000

/** Above this many keys it is cheaper to forget every cached token than to name them all. */
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

const barImmutableInside = async (domainId: string, { projects }: Stores): Promise<void> => {
  const where = [eq('domain_id' as const, domainId)]
  for await (const rows of pages((page) => projects.list({ where, page })))
    for (const project of rows) barImmutableDelete('project', project)
}

/** The members of those groups of the domain that have any role: they lose it with the group. */
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
 * Takes a domain away with its projects, groups, users and roles, and every assignment to them, on them and of
 * them. Bars an enabled or immutable domain and one with an immutable project inside; then nothing is changed.
 */
export const removeDomain = async (
  domain: Project,
  at: Pick<CommandContext, 'stores' | 'ports' | 'now' | 'record'>,
): Promise<void> => {
  const { stores, ports, now, record } = at
  const { id } = domain
  barImmutableDelete('domain', domain)
  if (domain.enabled)
    throw domainError(
      'failed_precondition',
      'domain_enabled',
      'Cannot delete a domain that is enabled, please disable it first.',
    )
  await barImmutableInside(id, stores)
  const members = await membersOfGranted(id, stores)

  await stores.assignments.deleteOfDomain(id)
  const groupIds = await stores.groups.deleteDomain(id)
  await ports.access.onDomainDeleted(id, at)
  const userIds = await stores.users.purgeDomain(id)
  await stores.plans.deleteOfDomain(id)
  const roleIds = await stores.roles.deleteDomain(id)
  const projectIds = await stores.projects.deleteDomain(id)
  await stores.projects.delete(id)

  // One mark ends the tokens of the domain's users and those for the domain and its projects.
  await stores.revocations.insert({ domainId: id, issuedBefore: Math.floor(now / 1000), revokedAt: now })
  const own = new Set(userIds)
  const outsiders = [...members].filter((userId) => !own.has(userId))
  for (const userId of outsiders) await revokeUserTokens(userId, { stores, now })
  const invalidated = [
    `project:${id}`,
    ...groupIds.map((groupId) => `group:${groupId}`),
    ...outsiders.map((userId) => `user:${userId}`),
    ...(roleIds.length === 0 ? [] : ['roles']),
  ]
  record({
    kind: 'domain.deleted',
    subject: { type: 'domain', id },
    domainId: id,
    invalidates: invalidated.length > namedKeys ? ['roles'] : invalidated,
    detail: {
      projects: projectIds.length,
      groups: groupIds.length,
      users: userIds.length,
      roles: roleIds.length,
    },
  })
}
