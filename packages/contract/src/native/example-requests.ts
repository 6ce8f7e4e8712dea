import type { native } from './all.ts'

/** A request as the documentation shows it. `{user_id}` in a text stands for a value that the reader has. */
export type ExampleRequest = {
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Readonly<Record<string, unknown>>
  /** The rows of a streamed body, with their media type. */
  readonly rows?: { readonly type: string; readonly text: string }
}

const signIn = { username: '{username}', password: '{password}' }

/**
 * The example of each operation that needs more than the parameters of its path. The OpenAPI document shows the body, and
 * the documentation pages make a curl command of it, which a test runs.
 */
export const exampleRequests: { readonly [Name in keyof typeof native]?: ExampleRequest } = {
  listUsers: { query: { status: 'active', sort: '-created_at', limit: '10' } },
  createUser: { body: { username: 'ada', email: 'ada@example.org', display_name: 'Ada Lovelace' } },
  updateUser: { headers: { 'If-Match': '*' }, body: { display_name: 'Ada King', phone_number: null } },
  updateMe: { body: { given_name: 'Ada', family_name: 'King' } },
  openSession: { body: signIn },
  listOwnSessions: { query: { limit: '10' } },
  closeOwnSessions: { query: { keep_current: 'true' } },
  requestRecovery: { body: { username: '{username}' } },
  resetPassword: { body: { token: '{recovery_token}', password: '{new_password}' } },
  setPassword: { body: { password: '{new_password}' } },
  beginSecondFactor: { body: { current_password: '{password}' } },
  confirmSecondFactor: { body: { enrolment: '{enrolment}', passcode: '{passcode}' } },
  removeSecondFactor: { body: { current_password: '{password}' } },
  changeOwnPassword: { body: { current_password: '{password}', password: '{new_password}' } },
  changePassword: {
    body: { username: '{username}', current_password: '{password}', password: '{new_password}' },
  },
  inviteUser: { body: { email: 'grace@example.org', display_name: 'Grace Hopper', domain_role: 'member' } },
  listInvitations: { query: { domain_id: 'default' } },
  acceptInvitation: { body: { token: '{invitation_token}', password: '{new_password}' } },
  restoreUser: { body: { username: 'restored' } },
  listGroups: { query: { domain_id: 'default' } },
  createGroup: { body: { name: 'engineers', description: 'They build engines.' } },
  updateGroup: { body: { description: 'They repair engines.' } },
  listRoles: { query: { name: 'reader' } },
  createRole: { body: { name: 'auditor', description: 'Reads reports.' } },
  updateRole: { body: { description: 'Reads and signs reports.' } },
  listRoleAssignments: { query: { user_id: '{user_id}', effective: 'true' } },
  grantUserRole: { query: { scope: 'domain:default' } },
  revokeUserRole: { query: { scope: 'domain:default' } },
  grantGroupRole: { query: { scope: 'domain:default' } },
  revokeGroupRole: { query: { scope: 'domain:default' } },
  createDomain: { body: { name: 'branch', description: 'The branch office.' } },
  updateDomain: { body: { description: 'The main office.' } },
  listProjects: { query: { domain_id: 'default' } },
  createProject: { body: { name: 'apollo', tags: ['space'] } },
  updateProject: { body: { tags: ['space', 'moon'] } },
  setProjectMember: { body: { role: 'reader' } },
  createServiceUser: {
    body: {
      username: 'reports',
      scope: { type: 'domain', id: 'default' },
      roles: [{ name: 'reader' }],
    },
  },
  listApiKeys: { query: { state: 'active' } },
  createApiKey: { body: { name: 'backup', roles: [{ name: 'reader' }], expires_at: '2030-01-31T12:00:00Z' } },
  updateApiKey: { body: { revoked: true } },
  rotateApiKey: { body: { overlap_seconds: 3600 } },
  introspect: { body: { token: '{token}' } },
  testDirectory: { body: { options: { url: 'ldaps://ldap.example.com', suffix: 'dc=example,dc=com' } } },
  testMapping: {
    body: {
      rules: [{ local: [{ user: { name: '{0}' } }], remote: [{ type: 'OIDC-preferred_username' }] }],
      assertion: { 'OIDC-preferred_username': 'ada' },
    },
  },
  createPlan: {
    body: {
      name: 'basic',
      number_of_days: 30,
      storage: 100,
      concurrent_tasks: 2,
      daily_api_calls: 1000,
      monthly_api_calls: 20_000,
      daily_traffic: 10,
      monthly_traffic: 200,
      daily_process: 5,
      monthly_process: 100,
    },
  },
  updatePlan: { body: { storage: 200 } },
  givePlan: { body: { plan_id: '{plan_id}' } },
  createDocument: { body: { title: 'A note', content: 'Likes engines.', metadata: { team: 'engines' } } },
  updateDocument: { body: { title: 'Another note' } },
  updateOwnNotificationPreferences: { body: { channels: { web_ui: true } } },
  updateNotificationPreferences: { body: { channels: { email: false } } },
  sendNotification: {
    body: {
      user_id: '{user_id}',
      type: 'comment_mention',
      title: 'Grace mentioned you',
      body: 'Can you look at this?',
      link: 'https://app.example.org/comments/7',
    },
  },
  listOwnNotifications: { query: { status: 'unread' } },
  markOwnNotification: { body: { read: true } },
  listMessages: { query: { state: 'dead' } },
  listEvents: { query: { kind: 'user.*', limit: '10' } },
  createWebhook: { body: { url: 'https://app.example.org/hooks/muster', kinds: ['user.*'] } },
  updateWebhook: { body: { kinds: ['user.*', 'project.*'] } },
  rotateWebhookSecret: { body: { overlap_seconds: 3600 } },
  listDeliveries: { query: { state: 'dead' } },
  createImport: { body: { format: 'ndjson', mode: 'create' } },
  sendRows: {
    rows: {
      type: 'application/x-ndjson',
      text: '{"username": "lin", "email": "lin@example.org"}\n{"username": "mary", "email": "mary@example.org"}\n',
    },
  },
  exportUsers: { query: { format: 'csv', status: 'active' } },
  createBulkJob: { body: { action: 'disable', users: { filter: "email LIKE '%@old.example'" } } },
  runBulkJob: { query: { max_users: '1000' } },
  getDocs: { query: { q: 'password' } },
}
