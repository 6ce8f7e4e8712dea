import { admin, anyScope, rule, systemReader } from './parts.ts'

const self = 'user_id:%(target.user.id)s'
const domainManager = '(role:manager and token.domain.id:%(target.user.domain_id)s)'
const domainReader = '(role:reader and token.domain.id:%(target.user.domain_id)s)'

export const notificationRules = [
  rule(
    'muster:get_preferences',
    `${admin} or ${systemReader} or ${domainReader} or ${self}`,
    anyScope,
    'Show the notification preferences of a user',
  ),
  rule(
    'muster:update_preferences',
    `${admin} or ${domainManager} or ${self}`,
    anyScope,
    'Change the notification preferences of a user',
  ),
  rule(
    'muster:send_notification',
    `${admin} or ${domainManager} or role:service`,
    anyScope,
    'Send a notification to a user',
  ),
  rule('muster:list_own_notifications', self, anyScope, 'List the caller’s own notifications'),
  rule(
    'muster:update_own_notification',
    self,
    anyScope,
    'Mark the caller’s own notifications read or unread',
  ),
  rule('muster:delete_own_notification', self, anyScope, 'Delete the caller’s own notifications'),
]
