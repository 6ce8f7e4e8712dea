import { admin, anyScope, domainRole, forAdmin, rule, systemReader } from './parts.ts'

export const domainRules = [
  rule(
    'identity:get_domain',
    `${admin} or ${systemReader} or token.domain.id:%(target.domain.id)s or token.project.domain.id:%(target.domain.id)s`,
    anyScope,
    'Show a domain',
  ),
  rule(
    'identity:list_domains',
    `${admin} or ${systemReader} or ${domainRole('reader', 'target.domain.id')}`,
    anyScope,
    'List domains',
  ),
  forAdmin('identity:create_domain', 'Create a domain'),
  forAdmin('identity:update_domain', 'Change a domain'),
  forAdmin('identity:delete_domain', 'Delete a domain'),
]
