import { arizeId } from './apis/arize-fixture.ts'
import { encoded, formOf, userFields } from './apis/geobox-fixture.ts'
import type { Attacker, AuthorityFixture, Target } from './authority-fixture.ts'
import type { AuthorityThings } from './authority-objects.ts'

/** A request that would extend the authority of its caller; path values by name. */
export type Attempt = {
  readonly params?: Readonly<Record<string, string>>
  /** Text is sent as it is, anything else as JSON. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
}

export type Place = { readonly w: AuthorityFixture; readonly things: AuthorityThings; readonly by: Attacker }

/** By operation: attempts for each target, or attempts without one. */
export type Attempts = {
  readonly onTarget?: (place: Place, target: Target) => readonly Attempt[]
  readonly always?: (place: Place) => readonly Attempt[]
}

const evil = 'evil@example.com'
const phrase = 'a phrase of the attacker'
const proof = ({ bearer, token }: Attacker) => bearer ?? token
const predefined = (name: string) => ({ type: 'predefined', name })

/** The role `admin` in every scope, and the role `manager` outside the domain of the caller. */
const roleGrants = ({ w }: Place, actor: Readonly<Record<string, string>>): readonly Attempt[] => [
  ...[
    'system',
    `domain:${w.here}`,
    `domain:${w.there}`,
    `project:${w.project}`,
    `project:${w.elsewhere}`,
  ].flatMap((scope) =>
    [{}, { inherited: 'true' }].map((more) => ({
      params: { ...actor, role_id: w.roles.admin },
      query: { scope, ...more },
    })),
  ),
  { params: { ...actor, role_id: w.roles.manager }, query: { scope: `project:${w.elsewhere}` } },
]

export const nativeAttempts: Readonly<Record<string, Attempts>> = {
  createServiceUser: {
    always: ({ w }) =>
      [
        { scope: { type: 'system' }, role: 'admin' },
        { scope: { type: 'domain', id: w.there }, role: 'reader' },
        { scope: { type: 'domain', id: w.here }, role: 'admin' },
      ].map(({ scope, role }) => ({
        body: { username: w.fresh('robot'), domain_id: w.here, scope, roles: [{ name: role }] },
      })),
  },
  createApiKey: {
    onTarget: ({ w }, { userId: user_id, scope, role }) => [
      { body: { name: w.fresh('key'), user_id, scope, roles: [{ name: role }] } },
    ],
    always: ({ w }) => [
      { body: { name: w.fresh('key'), scope: { type: 'system' } } },
      { body: { name: w.fresh('key'), scope: { type: 'domain', id: w.here }, roles: [{ name: 'admin' }] } },
    ],
  },
  updateApiKey: {
    onTarget: (_place, { revokedKey }) => [
      { params: { api_key_id: revokedKey.id }, body: { revoked: false } },
    ],
  },
  rotateApiKey: {
    onTarget: (_place, { key, revokedKey }) => [
      { params: { api_key_id: key.id }, body: {} },
      { params: { api_key_id: key.id }, body: { overlap_seconds: 60 } },
      { params: { api_key_id: revokedKey.id }, body: {} },
    ],
  },
  restoreUser: { always: ({ things }) => [{ params: { user_id: things.deleted }, body: {} }] },
  createImport: { always: ({ w }) => [{ body: { format: 'ndjson', domain_id: w.there } }] },
  sendRows: {
    onTarget: ({ things, by }, { name, username }) =>
      [things.imports.get(`${name} ${by.name}`) ?? '', things.importThere].map((import_id) => ({
        params: { import_id },
        body: `${JSON.stringify({ username, email: evil, status: 'disabled' })}\n`,
        headers: { 'content-type': 'application/x-ndjson' },
      })),
  },
  createBulkJob: {
    always: ({ w, things }) => [
      {
        body: {
          action: 'grant_role',
          domain_id: w.here,
          users: { ids: [w.accomplice] },
          role: { id: w.roles.admin, scope: { type: 'system' } },
        },
      },
      { body: { action: 'restore', domain_id: w.there, users: { ids: [things.deleted] } } },
      { body: { action: 'restore', domain_id: w.there, users: { filter: 'id IS NOT NULL' } } },
      { body: { action: 'set_plan', domain_id: w.there, users: { ids: [w.accomplice] }, plan_id: null } },
    ],
  },
  runBulkJob: { always: ({ things }) => [{ params: { bulk_job_id: things.job } }] },
  inviteUser: {
    onTarget: ({ w }, { email }) => [{ body: { email, domain_id: w.here, mode: 'temporary_password' } }],
    always: ({ w }) => [
      { body: { email: evil, domain_id: w.there } },
      { body: { email: evil, domain_id: w.here, project: { id: w.elsewhere, role: 'manager' } } },
    ],
  },
  resendInvitation: { onTarget: (_place, { userId: user_id }) => [{ params: { user_id } }] },
  acceptInvitation: { always: ({ by }) => [{ body: { token: proof(by), password: phrase } }] },
  requestRecovery: { onTarget: ({ w }, { username }) => [{ body: { username, domain_id: w.here } }] },
  resetPassword: { always: ({ by }) => [{ body: { token: proof(by), password: phrase } }] },
  sendRecovery: { onTarget: (_place, { userId: user_id }) => [{ params: { user_id } }] },
  setPassword: {
    onTarget: (_place, { userId: user_id }) => [{ params: { user_id }, body: { password: phrase } }],
  },
  changeOwnPassword: {
    always: ({ by }) => [{ body: { current_password: proof(by), password: phrase } }],
  },
  beginSecondFactor: { always: ({ by }) => [{ body: { current_password: proof(by) } }] },
  confirmSecondFactor: { always: ({ by }) => [{ body: { enrolment: proof(by), passcode: '123456' } }] },
  changePassword: {
    onTarget: ({ w, by }, { username }) => [
      { body: { username, domain_id: w.here, current_password: proof(by), password: phrase } },
    ],
  },
  openSession: {
    onTarget: ({ w, by }, { username }) => [{ body: { username, domain_id: w.here, password: proof(by) } }],
  },
  createUser: { always: ({ w }) => [{ body: { username: w.fresh('made'), domain_id: w.there } }] },
  updateUser: {
    onTarget: (_place, { userId: user_id }) => [
      { params: { user_id }, body: { email: evil } },
      { params: { user_id }, body: { status: 'disabled' } },
      { params: { user_id }, body: { developer: true, display_name: 'Changed' } },
    ],
  },
  createWebhook: {
    always: ({ w }) =>
      [null, w.there].map((domain_id) => ({ body: { url: 'https://receiver.example/hook', domain_id } })),
  },
  rotateWebhookSecret: { always: ({ things }) => [{ params: { webhook_id: things.hook }, body: {} }] },
  grantUserRole: { always: (place) => roleGrants(place, { user_id: place.w.accomplice }) },
  grantGroupRole: { always: (place) => roleGrants(place, { group_id: place.things.friends }) },
  setProjectMember: {
    always: ({ w }) => [
      { params: { project_id: w.elsewhere, user_id: w.accomplice }, body: { role: 'manager' } },
    ],
  },
  addGroupMember: {
    always: ({ w, things }) =>
      [things.administrators, w.administrators].map((group_id) => ({
        params: { group_id, user_id: w.accomplice },
      })),
  },
}

export const arizeAttempts: Readonly<Record<string, Attempts>> = {
  createUser: {
    onTarget: (_place, { email }) => [
      { body: { name: 'Bob', email, role: predefined('admin'), invite_mode: 'temporary_password' } },
    ],
  },
  updateUser: {
    onTarget: (_place, { userId }) => [
      { params: { user_id: arizeId('User', userId) }, body: { name: 'Changed', is_developer: true } },
    ],
  },
  resendInvitation: {
    onTarget: (_place, { userId }) => [{ params: { user_id: arizeId('User', userId) } }],
  },
  resetPassword: { onTarget: (_place, { userId }) => [{ params: { user_id: arizeId('User', userId) } }] },
  addOrganizationUser: {
    always: ({ w, things }) => [
      {
        params: { org_id: things.orgThere },
        body: { user_id: arizeId('User', w.accomplice), role: predefined('admin') },
      },
    ],
  },
  addSpaceUser: {
    always: ({ w, things }) => [
      {
        params: { space_id: things.spaceThere },
        body: { user_id: arizeId('User', w.accomplice), role: predefined('admin') },
      },
    ],
  },
  createApiKey: {
    always: ({ w, things }) => [
      { body: { name: w.fresh('key'), key_type: 'service', space_id: things.spaceThere } },
    ],
  },
  refreshApiKey: {
    onTarget: (_place, { key, revokedKey }) =>
      [key, revokedKey].map((one) => ({ params: { api_key_id: one.arizeId }, body: {} })),
  },
  createRoleBinding: {
    always: ({ w, things }) =>
      [things.spaceHere, things.spaceThere].map((resource_id) => ({
        body: {
          role_id: arizeId('Role', w.roles.admin),
          user_id: arizeId('User', w.accomplice),
          resource_type: 'SPACE',
          resource_id,
        },
      })),
  },
  updateRoleBinding: {
    always: ({ w, things }) => [
      { params: { binding_id: things.binding }, body: { role_id: arizeId('Role', w.roles.admin) } },
    ],
  },
}

export const geoboxAttempts: Readonly<Record<string, Attempts>> = {
  signIn: { onTarget: ({ by }, { username }) => [formOf({ username, password: proof(by) })] },
  createUser: { always: ({ w }) => [{ body: { ...userFields(w.fresh('made')), role: 'System Admin' } }] },
  updateUser: {
    onTarget: (_place, { number: user_id }) => [
      { params: { user_id }, body: { email: evil } },
      { params: { user_id }, body: { status: 'Disabled' } },
    ],
    always: ({ w }) => [{ params: { user_id: w.accompliceNumber }, body: { role: 'System Admin' } }],
  },
  changePassword: {
    onTarget: (_place, { number: user_id }) => [
      { params: { user_id }, ...formOf({ new_password: encoded(phrase) }) },
    ],
  },
  createApiKey: {
    onTarget: ({ w }, { number: user_id }) => [formOf({ name: w.fresh('key'), user_id })],
  },
  updateApiKey: {
    onTarget: ({ w }, { key }) => [{ params: { key_id: key.number }, ...formOf({ name: w.fresh('key') }) }],
  },
  grantApiKey: { onTarget: (_place, { revokedKey }) => [{ params: { key_id: revokedKey.number } }] },
}

const changed = { name: 'Ann', about: 'Changed' }

export const julepAttempts: Readonly<Record<string, Attempts>> = {
  createUser: { always: () => [{ body: changed }] },
  patchUser: { onTarget: (_place, { userId: user_id }) => [{ params: { user_id }, body: changed }] },
  updateUser: { onTarget: (_place, { userId: user_id }) => [{ params: { user_id }, body: changed }] },
}

export const robotoAttempts: Readonly<Record<string, Attempts>> = {
  createUser: { onTarget: (_place, { username: user_id }) => [{ body: { user_id } }] },
  updateUser: {
    onTarget: (_place, { username }) => [
      { body: { name: 'Changed' }, headers: { 'x-roboto-user-id': username } },
    ],
  },
}
