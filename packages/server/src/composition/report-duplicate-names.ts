import type { FastifyBaseLogger } from 'fastify'
import { operator } from '../core/kernel/caller.ts'
import type { Core } from '../core/kernel/executor.ts'
import { findDuplicateNames } from '../core/kernel/names/find-duplicate-names.ts'
import { operatorSource } from './audit-sources.ts'

/** Maximum number of names reported at one start. */
const maxReported = 20

/** Logs duplicate names, which a database of an earlier version can contain; an administrator must rename one. */
export const reportDuplicateNames = async (core: Core, logger: FastifyBaseLogger): Promise<void> => {
  const found = await core.run(findDuplicateNames, { limit: maxReported }, operator, operatorSource)
  for (const { space, domainId, folded, ownerIds } of found)
    logger.warn(
      { component: 'names', space, domain_id: domainId, name: folded, ids: ownerIds },
      space === 'user'
        ? 'duplicate username or email in a domain; rename one of the users'
        : `duplicate ${space} name; rename one of them`,
    )
}
