import { domainError } from '../../kernel/domain-error.ts'
import type { Stores } from '../../kernel/stores.ts'

/** Rejects a domain with `invalid`; the project need not exist (keystone.md section 9). */
export const checkDefaultProject = async (
  id: string | null | undefined,
  { projects }: Pick<Stores, 'projects'>,
): Promise<void> => {
  if (id === null || id === undefined || !(await projects.get(id))?.isDomain) return
  throw domainError(
    'invalid',
    'default_project_is_domain',
    'A domain cannot be the default project of a user.',
    {
      field: 'default_project_id',
    },
  )
}
