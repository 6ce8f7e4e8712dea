import type { Settings } from '../../kernel/settings.ts'

/** The default of a resource, for projects and domains without a limit of their own. */
export type RegisteredLimit = {
  readonly id: string
  readonly serviceId: string
  readonly regionId: string | null
  readonly resourceName: string
  /** -1: unlimited. */
  readonly defaultLimit: number
  readonly description: string | null
}

/** The limit of a project or a domain; other services enforce it. */
export type Limit = Pick<
  RegisteredLimit,
  'id' | 'serviceId' | 'regionId' | 'resourceName' | 'description'
> & {
  readonly registeredLimitId: string
  /** One of these two is null. */
  readonly projectId: string | null
  readonly domainId: string | null
  /** The domain of the project. */
  readonly projectDomainId: string | null
  /** -1: unlimited. */
  readonly resourceLimit: number
}

export type LimitModel = Settings['limitModel']

/** How the limits of a project tree depend on one another (keystone.md section 20). */
export const limitModels = {
  flat: 'The limits of projects and domains do not depend on one another.',
  strict_two_level:
    'The limit of a project is at most the limit of its parent. Projects nest at most two levels deep.',
} as const satisfies Readonly<Record<LimitModel, string>>

/** Levels of projects below a domain in the model `strict_two_level`. */
export const strictDepth = 2
