import type { FastifyBaseLogger } from 'fastify'
import { findDeepProjects } from '../core/directory/limits/find-deep-projects.ts'
import { operator } from '../core/kernel/caller.ts'
import type { Core } from '../core/kernel/executor.ts'
import { operatorSource } from './audit-sources.ts'

/** Maximum number of projects reported at one start. */
const maxReported = 20

/** Logs projects that the enforcement model of limits does not allow. They stay as they are. */
export const reportDeepProjects = async (core: Core, logger: FastifyBaseLogger): Promise<void> => {
  const ids = await core.run(findDeepProjects, { limit: maxReported }, operator, operatorSource)
  if (ids.length > 0)
    logger.warn(
      { component: 'limits', ids },
      'projects are nested deeper than unified_limit_enforcement_model allows; their limits are compared with their parents only',
    )
}
