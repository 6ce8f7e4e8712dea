import { domainError } from '../../kernel/domain-error.ts'
import type { CommandContext } from '../../kernel/operation.ts'
import type { Limit, RegisteredLimit } from './limit.ts'

/** A limit as a number that can be compared. */
const amount = (limit: number): number => (limit === -1 ? Number.POSITIVE_INFINITY : limit)

const shown = (limit: number): string => (limit === -1 ? 'unlimited' : `${limit}`)

type Placed = {
  readonly limit: Pick<Limit, 'projectId' | 'domainId' | 'resourceName' | 'resourceLimit'>
  readonly registered: Pick<RegisteredLimit, 'id' | 'defaultLimit'>
  /** Of the project; null for a domain. */
  readonly parentId: string | null
}

/**
 * The model `strict_two_level`: a limit is at most that of the parent project or domain, or the default of the resource
 * where the parent has none, and at least each limit below. Rejects with `failed_precondition` otherwise. All limits of
 * a request are stored before, so that they are compared with one another.
 */
export const assertFitsTree = async (
  { limit, registered, parentId }: Placed,
  { stores }: Pick<CommandContext, 'stores'>,
): Promise<void> => {
  const { projectId, domainId, resourceName, resourceLimit } = limit
  const of = projectId === null ? `domain ${domainId}` : `project ${projectId}`
  if (parentId !== null) {
    const above = (await stores.limits.valueFor(registered.id, parentId)) ?? registered.defaultLimit
    if (amount(resourceLimit) > amount(above))
      throw domainError(
        'failed_precondition',
        'limit_above_parent',
        `The limit of ${resourceName} for ${of} (${shown(resourceLimit)}) exceeds that of its parent (${shown(above)}).`,
        { field: 'resource_limit' },
      )
  }
  const below = await stores.limits.highestBelow(
    registered.id,
    projectId === null ? { domainId: domainId ?? '' } : { projectId },
  )
  if (below !== undefined && amount(below) > amount(resourceLimit))
    throw domainError(
      'failed_precondition',
      'limit_below_child',
      `The limit of ${resourceName} for ${of} (${shown(resourceLimit)}) is below that of a project in it (${shown(below)}).`,
      { field: 'resource_limit' },
    )
}
