import { operatorSource } from '@muster/server/composition/audit-sources.ts'
import type { Muster } from '@muster/server/composition/server.ts'
import { listDomains } from '@muster/server/core/directory/domains/domains.ts'
import { eq } from '@muster/server/core/kernel/paging/list-query.ts'

/** The id of the domain with this name or id; undefined without one. */
export const domainOf = async (
  { core }: Pick<Muster, 'core'>,
  domain: string | undefined,
): Promise<string | undefined> => {
  if (domain === undefined) return undefined
  const page = { limit: 2 }
  const operator = { kind: 'operator' } as const
  const { rows } = await core.run(
    listDomains,
    { where: [eq('name', domain)], page },
    operator,
    operatorSource,
  )
  return rows[0]?.id ?? domain
}
