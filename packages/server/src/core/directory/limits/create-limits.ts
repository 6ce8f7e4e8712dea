import { domainError } from '../../kernel/domain-error.ts'
import { type CommandContext, command } from '../../kernel/operation.ts'
import type { Project } from '../projects/project.ts'
import { normalizeLimitDescription } from './create-registered-limits.ts'
import type { Limit, RegisteredLimit } from './limit.ts'
import { checkPlaces } from './limit-places.ts'
import { domainOfLimit } from './limits.ts'
import { assertFitsTree } from './strict-two-level.ts'

export type NewLimit = {
  /** Exactly one of these. A project that is a domain is the same as the domain. */
  readonly projectId?: string | null | undefined
  readonly domainId?: string | null | undefined
  readonly serviceId: string
  readonly regionId?: string | null | undefined
  readonly resourceName: string
  readonly resourceLimit: number
  readonly description?: string | null | undefined
}

/** The project or domain of each limit. Rejects with `invalid` for one that does not exist. */
const readOwners = async (
  limits: readonly NewLimit[],
  { stores }: Pick<CommandContext, 'stores'>,
): Promise<readonly Project[]> => {
  const ids = limits.map(({ projectId, domainId }) => {
    const id = projectId ?? domainId
    if (typeof id !== 'string' || (projectId && domainId))
      throw domainError('invalid', 'limit_owner_ambiguous', 'Set exactly one of project_id and domain_id.', {
        field: 'project_id',
      })
    return id
  })
  const found = new Map(
    (await stores.projects.getMany([...new Set(ids)])).map((project) => [project.id, project]),
  )
  return limits.map(({ projectId }, at) => {
    const id = ids[at] ?? ''
    const owner = found.get(id)
    if (projectId && !owner)
      throw domainError('invalid', 'project_unknown', `Could not find project: ${id.slice(0, 255)}.`, {
        field: 'project_id',
      })
    if (!owner || (!projectId && !owner.isDomain))
      throw domainError('invalid', 'domain_unknown', `Could not find domain: ${id.slice(0, 255)}.`, {
        field: 'domain_id',
      })
    return owner
  })
}

/** The registered limit of each limit. Rejects with `failed_precondition` where the resource has none. */
const readRegistered = async (
  limits: readonly NewLimit[],
  { stores }: Pick<CommandContext, 'stores'>,
): Promise<readonly RegisteredLimit[]> => {
  const keyOf = ({ serviceId, regionId, resourceName }: Omit<NewLimit, 'resourceLimit'>) =>
    JSON.stringify([serviceId, regionId ?? null, resourceName])
  const named = await stores.registeredLimits.named(
    [...new Set(limits.map(({ serviceId }) => serviceId))],
    [...new Set(limits.map(({ resourceName }) => resourceName))],
  )
  const byKey = new Map(named.map((registered) => [keyOf(registered), registered]))
  return limits.map((limit) => {
    const registered = byKey.get(keyOf(limit))
    if (!registered)
      throw domainError(
        'failed_precondition',
        'registered_limit_missing',
        `There is no registered limit of ${limit.resourceName} for this service and region. Create it first.`,
      )
    return registered
  })
}

export type CreateLimits = { readonly limits: readonly NewLimit[] }

/**
 * Creates all or none. Rejects with `invalid` for a service, region, project or domain that does not exist,
 * `failed_precondition` without a registered limit and for a value that the enforcement model does not allow, `conflict`
 * when the project or domain has a limit of the resource.
 */
export const createLimits = command({
  rule: 'identity:create_limits',
  apply: async (input: CreateLimits, { stores, ports, record }): Promise<readonly Limit[]> => {
    await checkPlaces(input.limits, { stores })
    const owners = await readOwners(input.limits, { stores })
    const registered = await readRegistered(input.limits, { stores })
    const placed = input.limits.flatMap((limit, at) => {
      const [owner, resource] = [owners[at], registered[at]]
      return owner && resource
        ? [{ limit: toLimit(limit, owner, resource, ports.nextId()), owner, resource }]
        : []
    })
    await stores.limits.insertMany(placed.map(({ limit }) => limit))
    if (ports.settings.limitModel === 'strict_two_level')
      for (const { limit, owner, resource } of placed)
        await assertFitsTree({ limit, registered: resource, parentId: owner.parentId }, { stores })
    for (const { limit } of placed)
      record({
        kind: 'limit.created',
        subject: { type: 'limit', id: limit.id },
        domainId: domainOfLimit(limit),
        detail: { projectId: limit.projectId, resourceName: limit.resourceName },
      })
    return placed.map(({ limit }) => limit)
  },
})

const toLimit = (input: NewLimit, owner: Project, registered: RegisteredLimit, id: string): Limit => ({
  id,
  registeredLimitId: registered.id,
  projectId: owner.isDomain ? null : owner.id,
  domainId: owner.isDomain ? owner.id : null,
  projectDomainId: owner.domainId,
  serviceId: registered.serviceId,
  regionId: registered.regionId,
  resourceName: registered.resourceName,
  resourceLimit: input.resourceLimit,
  description: normalizeLimitDescription(input.description) ?? null,
})
