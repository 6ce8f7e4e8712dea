/** An event kind: the type of its subject, what happened, and the fields of its detail. */
export type EventKindEntry = {
  readonly subject: string
  readonly about: string
  /** Field names as the API shows them, with their meaning. */
  readonly detail: Readonly<Record<string, string>>
}

/**
 * Every event kind. Other kinds cannot be recorded or subscribed to by a webhook. `docs/reference/events.md` is generated
 * from this table.
 */
export const eventKinds = {
  'access_rule.deleted': {
    subject: 'access_rule',
    about: 'An access rule was deleted.',
    detail: { user_id: 'its user' },
  },
  'access_token.created': {
    subject: 'access_token',
    about: 'A consumer exchanged an authorized request token (OAuth 1.0).',
    detail: { consumer_id: 'the consumer', user_id: 'the user who authorized it', project_id: 'its project' },
  },
  'access_token.deleted': {
    subject: 'access_token',
    about: 'An access token of OAuth 1.0 was deleted, and its tokens were revoked.',
    detail: {},
  },
  'application_credential.created': {
    subject: 'application_credential',
    about: 'An application credential or API key was created.',
    detail: {
      user_id: 'its owner',
      scope: '`system`, `domain:<id>` or `project:<id>`',
      unrestricted: 'whether it may manage credentials itself',
    },
  },
  'application_credential.deleted': {
    subject: 'application_credential',
    about: 'An application credential or API key was deleted, and its tokens were revoked.',
    detail: { user_id: 'its owner' },
  },
  'application_credential.granted': {
    subject: 'application_credential',
    about: 'The revocation of an API key was undone.',
    detail: { user_id: 'its owner', fields: 'the names of the changed fields' },
  },
  'application_credential.revoked': {
    subject: 'application_credential',
    about: 'An API key was revoked.',
    detail: { user_id: 'its owner', fields: 'the names of the changed fields' },
  },
  'application_credential.rotated': {
    subject: 'application_credential',
    about: 'An API key got a new secret.',
    detail: { user_id: 'its owner', overlap_seconds: 'how long the previous secret stays valid' },
  },
  'application_credential.updated': {
    subject: 'application_credential',
    about: 'The name or description of an API key was changed.',
    detail: { user_id: 'its owner', fields: 'the names of the changed fields' },
  },
  'assignment.created': {
    subject: 'user or group',
    about: 'A role was assigned.',
    detail: {
      role_id: 'the role',
      target: '`system`, `domain:<id>` or `project:<id>`',
      inherited: 'whether it applies to the projects below instead',
    },
  },
  'assignment.deleted': {
    subject: 'user or group',
    about: 'A role assignment was deleted.',
    detail: {
      role_id: 'the role',
      target: '`system`, `domain:<id>` or `project:<id>`',
      inherited: 'whether it applied to the projects below instead',
    },
  },
  'bulk_job.created': {
    subject: 'bulk_job',
    about: 'A bulk job was created; no user has been changed yet.',
    detail: { action: 'what it does to each user' },
  },
  'bulk_job.deleted': {
    subject: 'bulk_job',
    about: 'A bulk job was deleted; its changes remain.',
    detail: {},
  },
  'bulk_job.done': {
    subject: 'bulk_job',
    about: 'A bulk job processed its last user.',
    detail: { handled: 'how many users', changed: 'how many', unchanged: 'how many', failed: 'how many' },
  },
  'bulk_job.stopped': {
    subject: 'bulk_job',
    about: 'A run of a bulk job ended before its last user.',
    detail: {
      handled: 'how many users',
      changed: 'how many',
      unchanged: 'how many',
      failed: 'how many',
      stopped_by: 'the reason',
    },
  },
  'consumer.created': { subject: 'consumer', about: 'A consumer of OAuth 1.0 was created.', detail: {} },
  'consumer.deleted': {
    subject: 'consumer',
    about: 'A consumer of OAuth 1.0 was deleted with its access tokens.',
    detail: { access_tokens: 'how many' },
  },
  'consumer.updated': {
    subject: 'consumer',
    about: 'A consumer of OAuth 1.0 was changed.',
    detail: { fields: 'the names of the changed fields' },
  },
  'credential.created': {
    subject: 'credential',
    about: 'A credential was created.',
    detail: { type: 'its type', user_id: 'its user', project_id: 'its project or null' },
  },
  'credential.deleted': {
    subject: 'credential',
    about: 'A credential was deleted.',
    detail: { type: 'its type', user_id: 'its user', project_id: 'its project or null' },
  },
  'credential.updated': {
    subject: 'credential',
    about: 'A credential was changed.',
    detail: { type: 'its type', user_id: 'its user', project_id: 'its project or null' },
  },
  'directory.bootstrapped': {
    subject: 'directory',
    about: 'The first administrator was created or restored.',
    detail: { user_id: 'the administrator' },
  },
  'directory.imported': {
    subject: 'directory',
    about: 'A directory was imported from Keystone (`muster keystone import`).',
    detail: {
      releases: 'the releases of Keystone with its schema',
      created: 'how many objects were created',
      updated: 'how many objects were changed',
      removed: 'how many objects were removed, since they no longer exist at Keystone',
      failed: 'how many rows could not come',
      not_brought: 'how many rows belong to nouns that are not brought',
    },
  },
  'document.created': {
    subject: 'document',
    about: 'A document of a user was created.',
    detail: { user_id: 'its user' },
  },
  'document.deleted': {
    subject: 'document',
    about: 'A document of a user was deleted.',
    detail: { user_id: 'its user' },
  },
  'document.updated': {
    subject: 'document',
    about: 'A document of a user was changed.',
    detail: { user_id: 'its user' },
  },
  'domain.created': { subject: 'domain', about: 'A domain was created.', detail: {} },
  'domain.deleted': {
    subject: 'domain',
    about: 'A domain was deleted with everything in it.',
    detail: { projects: 'how many', groups: 'how many', users: 'how many', roles: 'how many' },
  },
  'domain.updated': {
    subject: 'domain',
    about: 'A domain was changed.',
    detail: { fields: 'the names of the changed fields' },
  },
  'domain_config.created': {
    subject: 'domain',
    about: 'The configuration of a domain was created.',
    detail: { options: 'the names of the options' },
  },
  'domain_config.deleted': {
    subject: 'domain',
    about: 'The configuration of a domain was deleted, completely or in part.',
    detail: { options: 'the name of the deleted group or option; empty: all' },
  },
  'domain_config.updated': {
    subject: 'domain',
    about: 'The configuration of a domain was changed.',
    detail: { options: 'the names of the changed options' },
  },
  'endpoint.created': {
    subject: 'endpoint',
    about: 'An endpoint of the catalog was created.',
    detail: { service_id: 'its service', region_id: 'its region or null' },
  },
  'endpoint.deleted': { subject: 'endpoint', about: 'An endpoint of the catalog was deleted.', detail: {} },
  'endpoint.updated': {
    subject: 'endpoint',
    about: 'An endpoint of the catalog was changed.',
    detail: { fields: 'the names of the changed fields' },
  },
  'endpoint_group.created': {
    subject: 'endpoint_group',
    about: 'An endpoint group was created.',
    detail: {},
  },
  'endpoint_group.deleted': {
    subject: 'endpoint_group',
    about: 'An endpoint group was deleted, and removed from its projects.',
    detail: {},
  },
  'endpoint_group.updated': {
    subject: 'endpoint_group',
    about: 'An endpoint group was changed.',
    detail: { fields: 'the names of the changed fields' },
  },
  'federation_protocol.created': {
    subject: 'identity_provider',
    about: 'A protocol of an identity provider was created.',
    detail: { protocol_id: 'the protocol', mapping_id: 'its mapping' },
  },
  'federation_protocol.deleted': {
    subject: 'identity_provider',
    about: 'A protocol of an identity provider was deleted.',
    detail: { protocol_id: 'the protocol' },
  },
  'federation_protocol.updated': {
    subject: 'identity_provider',
    about: 'A protocol of an identity provider was changed.',
    detail: { protocol_id: 'the protocol', fields: 'the names of the changed fields' },
  },
  'group.created': { subject: 'group', about: 'A group was created.', detail: {} },
  'group.deleted': {
    subject: 'group',
    about: 'A group was deleted with its memberships and role assignments.',
    detail: { members: 'how many', grants: 'how many role assignments' },
  },
  'group.member_added': {
    subject: 'group',
    about: 'A user became a member of a group.',
    detail: { user_id: 'the user' },
  },
  'group.member_removed': {
    subject: 'group',
    about: 'A user is no longer a member of a group.',
    detail: { user_id: 'the user' },
  },
  'group.updated': {
    subject: 'group',
    about: 'A group was changed.',
    detail: { fields: 'the names of the changed fields' },
  },
  'identity_provider.created': {
    subject: 'identity_provider',
    about: 'An identity provider was created.',
    detail: { domain_id: 'the domain of its users' },
  },
  'identity_provider.deleted': {
    subject: 'identity_provider',
    about: 'An identity provider was deleted with its protocols.',
    detail: {},
  },
  'identity_provider.updated': {
    subject: 'identity_provider',
    about: 'An identity provider was changed.',
    detail: { fields: 'the names of the changed fields' },
  },
  'import.created': { subject: 'import', about: 'An import of users was created.', detail: {} },
  'import.deleted': { subject: 'import', about: 'An import was deleted; its users remain.', detail: {} },
  'import.done': {
    subject: 'import',
    about: 'An import reached the end of its rows.',
    detail: {
      rows_done: 'how many',
      created: 'how many users',
      updated: 'how many users',
      failed: 'how many rows',
    },
  },
  'import.stopped': {
    subject: 'import',
    about: 'An import ended before its last row.',
    detail: {
      rows_done: 'how many',
      created: 'how many users',
      updated: 'how many users',
      failed: 'how many rows',
      stopped_by: 'the reason',
    },
  },
  'keys.made': { subject: 'keys', about: 'A key ring was created.', detail: {} },
  'keys.rotated': { subject: 'keys', about: 'A key ring was rotated.', detail: {} },
  'limit.created': {
    subject: 'limit',
    about: 'A limit of a project or domain was created.',
    detail: { project_id: 'its project; null: the domain of the event', resource_name: 'its resource' },
  },
  'limit.deleted': {
    subject: 'limit',
    about: 'A limit of a project or domain was deleted.',
    detail: { project_id: 'its project; null: the domain of the event', resource_name: 'its resource' },
  },
  'limit.updated': {
    subject: 'limit',
    about: 'A limit of a project or domain was changed.',
    detail: { fields: 'the names of the changed fields' },
  },
  'mail.dead': {
    subject: 'message',
    about: 'A message could not be sent and was abandoned.',
    detail: { template: 'the template of the message', user_id: 'its user or null', attempts: 'how many' },
  },
  'mail.queued': {
    subject: 'message',
    about: 'A message was queued.',
    detail: { template: 'the template of the message', user_id: 'its user or null' },
  },
  'mail.retried': {
    subject: 'message',
    about: 'An abandoned message was queued again.',
    detail: { template: 'the template of the message', user_id: 'its user or null' },
  },
  'mail.sent': {
    subject: 'message',
    about: 'A message was handed to the mail server.',
    detail: { template: 'the template of the message', user_id: 'its user or null', attempts: 'how many' },
  },
  'mapping.created': {
    subject: 'mapping',
    about: 'A mapping of federated users was created.',
    detail: {},
  },
  'mapping.deleted': {
    subject: 'mapping',
    about: 'A mapping of federated users was deleted; protocols that use it stay.',
    detail: {},
  },
  'mapping.updated': {
    subject: 'mapping',
    about: 'A mapping of federated users was changed.',
    detail: { fields: 'the names of the changed fields' },
  },
  'notification.sent': {
    subject: 'user',
    about: 'A notification was sent to a user.',
    detail: {
      type: 'its type',
      notification_id: 'the notification in the inbox, or null',
      in_app: 'the result of the in-app delivery',
      email: 'the result of the email delivery',
    },
  },
  'plan.created': { subject: 'plan', about: 'A plan was created.', detail: {} },
  'plan.deleted': { subject: 'plan', about: 'A plan was deleted.', detail: {} },
  'plan.expired': {
    subject: 'user',
    about: 'The plan of a user expired.',
    detail: { plan_id: 'the plan', expired_at: 'unix milliseconds' },
  },
  'plan.updated': {
    subject: 'plan',
    about: 'A plan was changed.',
    detail: { fields: 'the names of the changed fields' },
  },
  'policy.associated': {
    subject: 'policy',
    about: 'A stored policy was associated with an endpoint or a service, in place of its previous one.',
    detail: {
      endpoint_id: 'the endpoint',
      service_id: 'or the service',
      region_id: 'the region of the service or null',
    },
  },
  'policy.created': { subject: 'policy', about: 'A policy for other services was stored.', detail: {} },
  'policy.deleted': {
    subject: 'policy',
    about: 'A stored policy was deleted with its associations.',
    detail: {},
  },
  'policy.dissociated': {
    subject: 'policy',
    about: 'A stored policy was removed from an endpoint or a service.',
    detail: {
      endpoint_id: 'the endpoint',
      service_id: 'or the service',
      region_id: 'the region of the service or null',
    },
  },
  'policy.updated': {
    subject: 'policy',
    about: 'A stored policy was changed.',
    detail: { fields: 'the names of the changed fields' },
  },
  'project.created': { subject: 'project', about: 'A project was created.', detail: {} },
  'project.deleted': { subject: 'project', about: 'A project was deleted.', detail: {} },
  'project.endpoint_added': {
    subject: 'project',
    about: 'An endpoint was added to a project; its catalog contains only its endpoints.',
    detail: { endpoint_id: 'the endpoint' },
  },
  'project.endpoint_group_added': {
    subject: 'project',
    about: 'An endpoint group was added to a project; its catalog contains only its endpoints.',
    detail: { endpoint_group_id: 'the endpoint group' },
  },
  'project.endpoint_group_removed': {
    subject: 'project',
    about: 'An endpoint group was removed from a project.',
    detail: { endpoint_group_id: 'the endpoint group' },
  },
  'project.endpoint_removed': {
    subject: 'project',
    about: 'An endpoint was removed from a project.',
    detail: { endpoint_id: 'the endpoint' },
  },
  'project.updated': {
    subject: 'project',
    about: 'A project was changed.',
    detail: { fields: 'the names of the changed fields' },
  },
  'region.created': { subject: 'region', about: 'A region of the catalog was created.', detail: {} },
  'region.deleted': { subject: 'region', about: 'A region of the catalog was deleted.', detail: {} },
  'region.updated': {
    subject: 'region',
    about: 'A region of the catalog was changed.',
    detail: { fields: 'the names of the changed fields' },
  },
  'request_token.authorized': {
    subject: 'request_token',
    about: 'A user authorized a request token (OAuth 1.0).',
    detail: { consumer_id: 'the consumer', project_id: 'its project', role_ids: 'the roles' },
  },
  'request_token.created': {
    subject: 'request_token',
    about: 'A consumer created a request token (OAuth 1.0).',
    detail: { consumer_id: 'the consumer', project_id: 'its project' },
  },
  'registered_limit.created': {
    subject: 'registered_limit',
    about: 'A default limit of a resource was created.',
    detail: {
      service_id: 'the service',
      region_id: 'the region or null',
      resource_name: 'the resource',
    },
  },
  'registered_limit.deleted': {
    subject: 'registered_limit',
    about: 'A default limit of a resource was deleted.',
    detail: {},
  },
  'registered_limit.updated': {
    subject: 'registered_limit',
    about: 'A default limit of a resource was changed.',
    detail: { fields: 'the names of the changed fields' },
  },
  'role.created': { subject: 'role', about: 'A role was created.', detail: {} },
  'role.deleted': {
    subject: 'role',
    about: 'A role was deleted with its assignments.',
    detail: {
      name: 'its name',
      grants: 'how many role assignments',
      application_credentials: 'how many were deleted with it',
    },
  },
  'role.implication_created': {
    subject: 'role',
    about: 'A role was made to imply another.',
    detail: { implied_role_id: 'the other role' },
  },
  'role.implication_deleted': {
    subject: 'role',
    about: 'A role no longer implies another.',
    detail: { implied_role_id: 'the other role' },
  },
  'role.updated': {
    subject: 'role',
    about: 'A role was changed.',
    detail: { fields: 'the names of the changed fields' },
  },
  'service.created': { subject: 'service', about: 'A service of the catalog was created.', detail: {} },
  'service.deleted': {
    subject: 'service',
    about: 'A service of the catalog was deleted with its endpoints.',
    detail: {},
  },
  'service_provider.assertion_issued': {
    subject: 'service_provider',
    about: 'An assertion about a user was issued for a service provider.',
    detail: { user_id: 'the user', project_id: 'the project of the token' },
  },
  'service_provider.created': {
    subject: 'service_provider',
    about: 'A service provider was created.',
    detail: {},
  },
  'service_provider.deleted': {
    subject: 'service_provider',
    about: 'A service provider was deleted.',
    detail: {},
  },
  'service_provider.updated': {
    subject: 'service_provider',
    about: 'A service provider was changed.',
    detail: { fields: 'the names of the changed fields' },
  },
  'service.updated': {
    subject: 'service',
    about: 'A service of the catalog was changed.',
    detail: { fields: 'the names of the changed fields' },
  },
  'session.closed': { subject: 'session', about: 'A session was closed.', detail: { user_id: 'its user' } },
  'session.opened': {
    subject: 'session',
    about: 'A person signed in.',
    detail: { user_id: 'the user', methods: 'the authentication methods' },
  },
  'token.revoked': {
    subject: 'token',
    about: 'One token was revoked; the subject is its audit id.',
    detail: { user_id: 'its user' },
  },
  'trust.created': {
    subject: 'trust',
    about: 'A trust was created.',
    detail: {
      trustee_user_id: 'the trustee',
      project_id: 'its project',
      redelegated_trust_id: 'the trust it was redelegated from, or null',
    },
  },
  'trust.deleted': {
    subject: 'trust',
    about: 'A trust was deleted, and its tokens were revoked.',
    detail: {},
  },
  'user.created': { subject: 'user', about: 'A user was created.', detail: {} },
  'user.deleted': {
    subject: 'user',
    about: 'A user was deleted; the user can be restored until the retention ends.',
    detail: {},
  },
  'user.invitation_accepted': {
    subject: 'user',
    about: 'A user accepted an invitation and is active.',
    detail: {},
  },
  'user.invitation_resent': {
    subject: 'user',
    about: 'An invitation was sent again.',
    detail: { invitation_id: 'the invitation' },
  },
  'user.invitation_revoked': {
    subject: 'user',
    about: 'An invitation was revoked.',
    detail: { invitation_id: 'the invitation' },
  },
  'user.invited': {
    subject: 'user',
    about: 'A user was invited.',
    detail: {
      mode: 'link or temporary password',
      invitation_id: 'the invitation',
      again: 'whether the user was invited before',
    },
  },
  'user.locked': {
    subject: 'user',
    about: 'Too many wrong passwords or passcodes locked a user.',
    detail: {},
  },
  'user.password_changed': {
    subject: 'user',
    about: 'A user chose a new password.',
    detail: { by: '`recovery` if a recovery link was used' },
  },
  'user.plan_attached': {
    subject: 'user',
    about: 'A plan was attached to a user.',
    detail: { plan_id: 'the plan', expires_at: 'unix milliseconds, or null' },
  },
  'user.plan_detached': {
    subject: 'user',
    about: 'The plan of a user was detached.',
    detail: { plan_id: 'null', expires_at: 'null' },
  },
  'user.plan_renewed': {
    subject: 'user',
    about: 'The plan of a user was renewed.',
    detail: { plan_id: 'the plan', expires_at: 'unix milliseconds, or null' },
  },
  'user.preferences_updated': {
    subject: 'user',
    about: 'A user changed preferences.',
    detail: { fields: 'the names of the changed fields' },
  },
  'user.purged': { subject: 'user', about: 'A deleted user was removed permanently.', detail: {} },
  'user.recovery_sent': {
    subject: 'user',
    about: 'A recovery link was sent to a user.',
    detail: {},
  },
  'user.restored': { subject: 'user', about: 'A deleted user was restored.', detail: {} },
  'user.sessions_closed': {
    subject: 'user',
    about: 'Every session of a user was closed.',
    detail: { sessions: 'how many' },
  },
  'user.updated': {
    subject: 'user',
    about: 'A user was changed.',
    detail: { fields: 'the names of the changed fields', status: 'the new status, if it was changed' },
  },
  'users.imported': {
    subject: 'import',
    about: 'A batch of an import was written.',
    detail: { created: 'how many users', updated: 'how many users' },
  },
  'webhook.created': { subject: 'webhook', about: 'A webhook was created.', detail: {} },
  'webhook.deleted': { subject: 'webhook', about: 'A webhook was deleted.', detail: {} },
  'webhook.disabled': {
    subject: 'webhook',
    about: 'A webhook was disabled because its receiver answered 410.',
    detail: { reason: '`gone`', delivery_id: 'the delivery' },
  },
  'webhook.pinged': {
    subject: 'webhook',
    about: 'A test delivery was requested.',
    detail: { delivery_id: 'the delivery' },
  },
  'webhook.redelivered': {
    subject: 'webhook',
    about: 'A delivery was requested again.',
    detail: { delivery_id: 'the delivery' },
  },
  'webhook.secret_rotated': {
    subject: 'webhook',
    about: 'A webhook got a new secret.',
    detail: { overlap_seconds: 'how long deliveries are signed with the previous secret too' },
  },
  'webhook.updated': {
    subject: 'webhook',
    about: 'A webhook was changed.',
    detail: { fields: 'the names of the changed fields' },
  },
} as const satisfies Readonly<Record<string, EventKindEntry>>

export type EventKind = keyof typeof eventKinds

export const eventKindNames = Object.keys(eventKinds) as readonly EventKind[]
