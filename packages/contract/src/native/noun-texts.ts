export type NounText = {
  readonly title: string
  /** One sentence. */
  readonly summary: string
  /** What the noun is and how it relates to others. */
  readonly text: string
  /** The names of its schemas in the OpenAPI document, the most important one first. */
  readonly schemas: readonly string[]
}

export const nounTexts = {
  users: {
    title: 'Users',
    summary: 'A user is a person or a program that can authenticate.',
    text: 'Every user belongs to one domain, where its `username` is unique. Its `status` decides whether it can sign in: only `active` users can, `pending` ones wait for approval, `invited` ones have not accepted their invitation, and `disabled` ones are locked out. A user gets authority from roles, which are assigned to it or to its groups in a scope. Changes that weaken a user, such as another status or a new password, end its sessions at once. A deleted user can be restored for a limited time.',
    schemas: ['User', 'UserSecondFactors'],
  },
  me: {
    title: 'Me',
    summary: 'The caller as it is authenticated: its user, its session, and its roles in their scope.',
    text: 'Every caller may use these operations, without any role. They change only what users may change themselves: names, phone number and picture. Call `GET /me` first to see who a secret belongs to and what it may do: `authority` has the scope and the roles of this request. With an API key, `session` is null.',
    schemas: ['Me', 'Permissions', 'OwnProject'],
  },
  sessions: {
    title: 'Sessions',
    summary: 'A session is the result of a sign-in with a password.',
    text: 'Its secret begins with `mst_s_`, is shown once, and authenticates requests as `Authorization: Bearer …` until the session ends: when it is closed, unused for a while, too old, or when its user is disabled, deleted or gets a new password. Every sign-in opens another session with another secret. Browsers can receive the secret as a cookie instead. Programs use API keys, which have no sign-in and an expiry of their own choice.',
    schemas: ['Session', 'OpenedSession'],
  },
  passwords: {
    title: 'Passwords',
    summary: 'Users change their password, and recover a lost one with a link in an email.',
    text: 'A password can be changed with the current one, with or without a session, set by an administrator, or reset with the token of a recovery link. Each of these ends sessions and revokes tokens, and informs the user by email. A request for a recovery link never reveals whether the user exists.',
    schemas: [],
  },
  'second-factors': {
    title: 'Second factors',
    summary: 'A second factor is a device that shows one-time passwords (TOTP).',
    text: 'Users add their own devices: the server makes the seed, shows it once, and stores it when a one-time password proves that the device has it. A sign-in then needs a one-time password besides the password. Adding and removing a device needs more than a session: the password, or for removing also a one-time password.',
    schemas: ['SecondFactor', 'SecondFactors', 'Enrolment'],
  },
  invitations: {
    title: 'Invitations',
    summary: 'An invitation creates a user for an email address and lets the person choose a password.',
    text: 'The user has the status `invited` until the link in the email is used, or gets a temporary password instead. An invitation belongs to one user, expires, and can be withdrawn or sent again. It can also assign a role on the domain and make the user a member of a project, if the inviting caller may do that.',
    schemas: ['Invitation'],
  },
  'deleted-users': {
    title: 'Deleted users',
    summary: 'A deleted user can be restored until it is purged.',
    text: 'Deleting a user ends its sessions, keys and roles, and frees its username and email. Its data stays for the retention time of the server, and a restored user has its id, its attributes and its documents again, but no password, keys or roles. A purge removes the data permanently.',
    schemas: ['DeletedUser'],
  },
  groups: {
    title: 'Groups',
    summary: 'A group is a set of users that receive roles together.',
    text: 'A group belongs to a domain and contains users. A role that is assigned to a group applies to each of its members as long as they are members. Groups do not contain groups.',
    schemas: ['Group'],
  },
  roles: {
    title: 'Roles',
    summary: 'A role is a name for what a caller may do, such as `admin`, `manager` or `reader`.',
    text: 'The rules of the server say which operations a role allows. A role has an effect only where it is assigned: see role assignments. Roles are global unless they belong to a domain. Your own applications can use roles of their own, which introspection returns.',
    schemas: ['Role'],
  },
  'role-assignments': {
    title: 'Role assignments',
    summary: 'An assignment gives a user or a group a role in a scope: the system, a domain or a project.',
    text: 'An inherited assignment applies to the projects below its scope instead of the scope itself. With `effective=true` the list answers why a user has a role: directly, through a group, by inheritance, or because another role implies it.',
    schemas: ['RoleAssignment'],
  },
  domains: {
    title: 'Domains',
    summary:
      'A domain owns users, groups and projects, and separates their names from those of other domains.',
    text: 'Usernames, group names and project names are unique in their domain. A manager of a domain administers its users without seeing other domains. A server begins with the domain `default`. Only administrators of the system create domains; a domain is disabled before it can be deleted.',
    schemas: ['Domain'],
  },
  mappings: {
    title: 'Mappings',
    summary: 'A mapping makes a user, groups and projects of what an identity provider says about a person.',
    text: 'Mappings are stored and changed with Identity v3. Here their rules can be tested with an assertion, before they are stored and without a sign-in.',
    schemas: ['MappingTest', 'MappingTestResult'],
  },
  projects: {
    title: 'Projects',
    summary: 'A project (a team) is a scope for roles inside a domain.',
    text: 'Projects form a tree in which roles can be inherited. A member is a user with a direct role on the project: `manager`, `member`, `reader` or `annotator`. Deleting a project ends the roles, keys and trusts for it.',
    schemas: ['Project', 'ProjectMember'],
  },
  'api-keys': {
    title: 'API keys',
    summary: 'An API key is a secret with which a program acts on behalf of a user.',
    text: 'Its secret begins with `mst_k_` and is shown once. A key has a scope, some of the roles of its user, and an optional expiry; it never allows more than its user may do, and ends with it. Service users are users for programs: one request creates such a user with its roles and its first key. Rotate a key to replace its secret without downtime.',
    schemas: ['ApiKey', 'ApiKeyWithSecret'],
  },
  introspection: {
    title: 'Introspection',
    summary: 'An application verifies the secret that it received from its own caller (RFC 7662).',
    text: 'Send the secret of a session or an API key; the response says whether it is active, which user it belongs to, and which roles it has in which scope. Anything invalid is `{"active": false}`. The client library verifies secrets with a cache.',
    schemas: [],
  },
  plans: {
    title: 'Plans',
    summary: 'A plan is a named set of quotas that is assigned to users for a limited time.',
    text: 'Muster stores plans and their expiry and shows them with the user; your application enforces the quotas, in the units that it chooses. A user has at most one plan. A plan that a user has cannot be deleted.',
    schemas: ['Plan'],
  },
  documents: {
    title: 'Documents',
    summary: 'A document is a titled text with metadata that belongs to a user.',
    text: 'Documents hold what an application stores about a user beyond its attributes, such as notes. They are not accessible while the user is deleted, are restored with it, and are deleted by its purge.',
    schemas: ['Document'],
  },
  notifications: {
    title: 'Notifications',
    summary: 'A notification informs a user by email and in the inbox of the user.',
    text: 'The sender chooses a type, and the preferences of the user decide on which channels it arrives. The inbox belongs to the caller: it is read and changed at `/me/notifications`.',
    schemas: ['Notification', 'NotificationPreferences'],
  },
  messages: {
    title: 'Messages',
    summary: 'A message is an email that the server sends, with its delivery state.',
    text: 'Invitations, recovery links and notifications queue messages. A message is `queued` until the mail server accepts it (`sent`) or all attempts fail (`dead`). Links and passwords in a message are never shown.',
    schemas: ['Message'],
  },
  events: {
    title: 'Events',
    summary:
      'An event records one change: what happened, to which object, by which user, and through which API.',
    text: 'The event log is the audit log of the server. Every change of every API appends its events in the same transaction, so no change is missing. Events contain ids and never secrets. Webhooks deliver the same events to your application.',
    schemas: ['Event'],
  },
  webhooks: {
    title: 'Webhooks',
    summary: 'A webhook sends events to an HTTPS URL of yours as signed messages.',
    text: 'A webhook selects the kinds of events and the domain. Each message is signed with the secret of the webhook according to Standard Webhooks, and each delivery is retried until the receiver accepts it. Receive messages more than once: the id of a message stays the same.',
    schemas: ['Webhook', 'Delivery'],
  },
  imports: {
    title: 'Imports',
    summary: 'An import creates or changes users from rows of NDJSON or CSV, in any number.',
    text: 'Create the import, then send its rows; the response streams the failed rows and the counts while the rows are read. An interrupted import continues where it stopped. A `dry_run` checks rows without changing anything. The export writes the same formats.',
    schemas: ['Import', 'ImportError'],
  },
  'bulk-jobs': {
    title: 'Bulk jobs',
    summary: 'A bulk job performs one action on many users of a domain.',
    text: 'Create the job with ids, emails or a filter, then run it: each user is changed with the authority of the caller, as by a single request. A run ends after 20 seconds; repeat it until the state is `done`.',
    schemas: ['BulkJob', 'BulkJobError'],
  },
  server: {
    title: 'Server',
    summary: 'The server itself: its version and health, the age of its keys, and its settings.',
    text: 'For administrators and readers of the system. Secrets, and the files and folders that contain them, are never shown. Load balancers and monitoring use `/healthcheck`, `/readyz` and `/metrics` instead, which need no authentication.',
    schemas: ['Server', 'KeyRing', 'Setting'],
  },
  discovery: {
    title: 'Discovery',
    summary: 'This API itself: its URLs, the OpenAPI document and this documentation.',
    text: 'These operations need no authentication. Code generators and other tools read the OpenAPI document.',
    schemas: [],
  },
} as const satisfies Record<string, NounText>
