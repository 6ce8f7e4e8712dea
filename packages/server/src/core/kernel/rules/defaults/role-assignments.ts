import { admin, anyScope, domainRole, rule, systemReader } from './parts.ts'

const reads = `${admin} or ${systemReader} or ${domainRole('reader', 'target.domain_id')}`

export const roleAssignmentRules = [
  rule('identity:list_role_assignments', reads, anyScope, 'List role assignments'),
  rule(
    'identity:list_role_assignments_for_tree',
    reads,
    anyScope,
    'List role assignments on a project and everything below it',
  ),
]
