import assert from 'node:assert/strict'
import { native } from '@muster/contract/native/all.ts'
import { type NativeCall, nativeClient } from '../native.ts'
import type { Credentials, Given, MakeFixture, Things, Who } from './api-fixture.ts'
import { nativeThings, planOf } from './native-objects.ts'

const phrase = 'a phrase of the fixture'
const proof = (secret: string): Credentials => ({ headers: { authorization: `Bearer ${secret}` } })

/** A domain with a manager, a reader and a user without a role, and the manager of another domain. */
export const nativeFixture: MakeFixture = async (s) => {
  const n = await nativeClient(s)
  const [here, there] = [(await n.newDomain()).id, (await n.newDomain()).id]
  let count = 0
  const fresh = (what: string) => `${what}-${++count}`
  const ask = async (method: string, path: string, call: NativeCall) => {
    const answer = await n.call(method, path, call)
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }

  /** A user who may create keys, and has an inbox. */
  const newCaller = async (domainId: string, role?: string) => {
    const { id, username } = await n.newUser({ domain_id: domainId, password: phrase, developer: true })
    if (role !== undefined) {
      const { roles } = (await s.call('GET', `/v3/roles?name=${role}`, { token: s.admin })).body
      const grant = `/v3/domains/${domainId}/users/${id}/roles/${roles[0].id}`
      assert.equal((await s.call('PUT', grant, { token: s.admin })).status, 204)
    }
    const signIn = { username, password: phrase, domain_id: domainId }
    const open = () => ask('POST', '/sessions', { body: signIn })
    const { secret } = await open()
    await ask('PATCH', '/me/notification-preferences', { secret, body: { channels: { web_ui: true } } })
    return {
      id,
      secret: secret as string,
      password: phrase,
      openSession: async () => (await open()).session.id as string,
    }
  }
  const newOf: Readonly<Record<Who, () => ReturnType<typeof newCaller>>> = {
    manager: () => newCaller(here, 'manager'),
    readOnly: () => newCaller(here, 'reader'),
    foreign: () => newCaller(there, 'manager'),
    unprivileged: () => newCaller(here),
  }
  const own = await newOf.manager()
  const { things, person } = nativeThings({ s, n, domainId: here, fresh, own })

  const bodies: Readonly<Record<string, (things: Things) => unknown>> = {
    createUser: () => ({ username: fresh('made'), domain_id: here }),
    updateUser: () => ({ display_name: 'Changed' }),
    restoreUser: () => ({}),
    updateMe: () => ({ display_name: 'Changed' }),
    createPlan: () => planOf(here, fresh('made')),
    updatePlan: () => ({ storage: 2 }),
    givePlan: ({ plan_id }) => ({ plan_id }),
    createDocument: () => ({ title: 'a note', content: ['text'], metadata: { kind: 'note' } }),
    updateDocument: () => ({ title: 'another' }),
    createGroup: () => ({ name: fresh('made'), domain_id: here }),
    updateGroup: () => ({ description: 'changed' }),
    createRole: () => ({ name: fresh('made') }),
    updateRole: () => ({ description: 'changed' }),
    createDomain: () => ({ name: fresh('made') }),
    updateDomain: () => ({ description: 'changed' }),
    testDirectory: () => ({ options: { url: 'ldap://ldap.invalid' } }),
    testMapping: () => ({
      rules: [{ local: [{ user: { name: '{0}' } }], remote: [{ type: 'name' }] }],
      assertion: { name: 'ada' },
    }),
    createProject: () => ({ name: fresh('made'), domain_id: here }),
    updateProject: () => ({ tags: ['changed'] }),
    setProjectMember: () => ({ role: 'member' }),
    createApiKey: () => ({ name: fresh('made') }),
    createServiceUser: () => ({
      username: fresh('robot'),
      domain_id: here,
      scope: { type: 'domain', id: here },
      roles: [{ name: 'reader' }],
    }),
    updateApiKey: () => ({ description: 'changed' }),
    rotateApiKey: () => ({ overlap_seconds: 60 }),
    createImport: () => ({ format: 'ndjson', domain_id: here }),
    createBulkJob: ({ user_id }) => ({ action: 'enable', domain_id: here, users: { ids: [user_id] } }),
    createWebhook: () => ({ url: 'https://receiver.example/hook', domain_id: here, kinds: ['user.*'] }),
    updateWebhook: () => ({ description: 'changed' }),
    rotateWebhookSecret: () => ({ overlap_seconds: 60 }),
    inviteUser: () => ({ email: `${fresh('made')}@example.com`, domain_id: here }),
    acceptInvitation: ({ invitation_token: token }) => ({ token, password: phrase }),
    resetPassword: ({ recovery_token: token }) => ({ token, password: phrase }),
    openSession: ({ user_id }) => signInOf(user_id),
    changePassword: ({ user_id }) => {
      const { password: current_password, ...who } = signInOf(user_id)
      return { ...who, current_password, password: phrase }
    },
    requestRecovery: ({ user_id }) => ({ username: person(user_id).username, domain_id: here }),
    setPassword: () => ({ password: phrase }),
    beginSecondFactor: () => ({ current_password: phrase }),
    confirmSecondFactor: ({ enrolment, passcode }) => ({ enrolment, passcode }),
    removeSecondFactor: () => ({ current_password: phrase }),
    changeOwnPassword: () => ({ current_password: phrase, password: `${phrase}, another` }),
    sendNotification: ({ user_id }) => ({ user_id, type: 'comment_mention', title: 'hello', body: 'there' }),
    updateNotificationPreferences: () => ({ channels: { email: false } }),
    updateOwnNotificationPreferences: () => ({ types: { comment_mention: true } }),
    markOwnNotification: () => ({ read: true }),
  }
  const signInOf = (userId = '') => {
    const { username, password } = person(userId)
    return { username, password, domain_id: here }
  }
  const input = (name: string, made: Things): Given => {
    if (name === 'sendRows')
      return {
        body: `${JSON.stringify({ username: fresh('row') })}\n{"username":7}\n`,
        headers: { 'content-type': 'application/x-ndjson' },
      }
    if (name === 'introspect')
      return {
        body: new URLSearchParams({ token: own.secret }).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }
    const { query = [] } = native[name as keyof typeof native] as { query?: readonly string[] }
    const body = bodies[name]?.(made)
    return {
      ...(body === undefined ? {} : { body }),
      query: {
        // Only administrators may list the roles of a domain; every caller may ask for its own permissions in any.
        ...(query.includes('domain_id') && !['listRoles', 'getOwnPermissions'].includes(name)
          ? { domain_id: here }
          : {}),
        ...(/Role$/.test(name) && query.includes('scope') ? { scope: `domain:${here}` } : {}),
        ...(name === 'closeOwnSessions' ? { keep_current: 'true' } : {}),
      },
    }
  }

  const ofOneself = [
    'closeOwnSessions',
    'getMe',
    'getOwnPermissions',
    'updateMe',
    'deleteMe',
    'beginSecondFactor',
    'listOwnProjects',
    'listSecondFactors',
    'changeOwnPassword',
    'getOwnNotificationPreferences',
    'updateOwnNotificationPreferences',
    'listOwnNotifications',
    'listOwnSessions',
    'markOwnNotificationsRead',
  ]
  return {
    prefix: '/api/v1',
    contract: native,
    things,
    given: input,
    callers: {
      manager: proof(own.secret),
      readOnly: proof((await newOf.readOnly()).secret),
      foreign: proof((await newOf.foreign()).secret),
      unprivileged: proof((await newOf.unprivileged()).secret),
      admin: proof(n.admin),
    },
    ending: {
      names: ['deleteMe', 'changeOwnPassword'],
      caller: async (who) => proof((await newOf[who]()).secret),
    },
    isErrorResponse: ({ status, headers, body }) =>
      /^application\/problem\+json/.test(String(headers['content-type'])) &&
      /^\/problems\/[a-z_]+$/.test(body.type) &&
      body.status === status &&
      body.instance === headers['x-request-id'] &&
      typeof body.title === 'string' &&
      typeof body.detail === 'string',
    open: [
      'acceptInvitation',
      'changePassword',
      'getDocs',
      'getDocsIndex',
      'getDocsPage',
      'getDocsScript',
      'getDocsStyle',
      'getIndex',
      'getOpenapi',
      'openSession',
      'requestRecovery',
      'resetPassword',
    ],
    readOnlyMay: [
      ...ofOneself,
      'createApiKey',
      'getDocument',
      'getDomain',
      'getEvent',
      'getGroup',
      'getNotificationPreferences',
      'getPlan',
      'getProject',
      'getUser',
      'listDocuments',
      'listDomains',
      'listEvents',
      'listGroupMembers',
      'listGroups',
      'listPlans',
      'listProjectMembers',
      'listProjects',
      'listRoleAssignments',
      'listUserGroups',
      'listUsers',
    ],
    // Lists contain the own domain, for any requested domain.
    foreignMay: [
      ...ofOneself,
      'createApiKey',
      'exportUsers',
      'introspect',
      'listBulkJobs',
      'listDeletedUsers',
      'listDomains',
      'listEvents',
      'listGroups',
      'listImports',
      'listInvitations',
      'listMessages',
      'listPlans',
      'listProjects',
      'listRoleAssignments',
      'listRoles',
      'listUsers',
      'listWebhooks',
    ],
    hidden: [here, 'person-'],
    unprivilegedMay: ofOneself,
    adminOnly: [
      'purgeDeletedUser',
      'createRole',
      'getRole',
      'updateRole',
      'deleteRole',
      'createDomain',
      'updateDomain',
      'deleteDomain',
      'getServer',
      'listServerSettings',
      'testDirectory',
      'testMapping',
    ],
    tellsOnce: [
      'createApiKey.secret',
      'createServiceUser.secret',
      'createWebhook.secret',
      'openSession.secret',
      'rotateApiKey.secret',
      'rotateWebhookSecret.secret',
    ],
    describing: ['getOpenapi', 'getDocs', 'getDocsIndex', 'getDocsPage', 'getDocsScript', 'getDocsStyle'],
  }
}
