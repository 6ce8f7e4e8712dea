import { admin, anyScope, domainRole, rule, systemReader } from './parts.ts'

const ofGroup = 'domain_id:%(target.group.domain_id)s'
const ofUser = 'domain_id:%(target.user.domain_id)s'

const reads = `${admin} or ${systemReader} or ${domainRole('reader', 'target.group.domain_id')}`
const writes = `${admin} or ${domainRole('manager', 'target.group.domain_id')}`
const readsMembership = `${admin} or ${systemReader} or (role:reader and ${ofGroup} and ${ofUser})`
const writesMembership = `${admin} or (role:manager and ${ofGroup} and ${ofUser})`

export const groupRules = [
  rule('identity:get_group', reads, anyScope, 'Show a group'),
  rule('identity:list_groups', reads, anyScope, 'List groups'),
  rule(
    'identity:list_groups_for_user',
    `${admin} or ${systemReader} or ${domainRole('reader', 'target.user.domain_id')} or user_id:%(user_id)s`,
    anyScope,
    'List the groups of a user',
  ),
  rule('identity:create_group', writes, anyScope, 'Create a group'),
  rule('identity:update_group', writes, anyScope, 'Change a group'),
  rule('identity:delete_group', writes, anyScope, 'Delete a group'),
  rule('identity:list_users_in_group', reads, anyScope, 'List the members of a group'),
  rule('identity:check_user_in_group', readsMembership, anyScope, 'Check whether a user is in a group'),
  rule('identity:add_user_to_group', writesMembership, anyScope, 'Add a user to a group'),
  rule('identity:remove_user_from_group', writesMembership, anyScope, 'Remove a user from a group'),
]
