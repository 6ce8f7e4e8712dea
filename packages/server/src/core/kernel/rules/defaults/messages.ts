import {
  admin,
  anyScope,
  domainManager,
  domainReader,
  domainRole,
  rule,
  self,
  systemReader,
} from './parts.ts'

/** Queued email and notifications. */
export const messageRules = [
  rule(
    'muster:list_messages',
    `${admin} or ${systemReader} or ${domainRole('manager', 'target.message.domain_id')}`,
    anyScope,
    'List queued and sent email with its delivery state',
  ),
  rule(
    'muster:retry_message',
    `${admin} or ${domainRole('manager', 'target.message.domain_id')}`,
    anyScope,
    'Retry email that is waiting or was abandoned',
  ),
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
