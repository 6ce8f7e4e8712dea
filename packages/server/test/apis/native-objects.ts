import assert from 'node:assert/strict'
import { native } from '@muster/contract/native/all.ts'
import { decodeBase32, passcodeOf, stepAt } from '../../src/core/access/authentication/totp.ts'
import { digests } from '../../src/crypto/digests.ts'
import { secretIn } from '../links.ts'
import type { Native } from '../native.ts'
import type { Called, TestServer } from '../test-server.ts'
import type { Things } from './api-fixture.ts'

const quotas = Object.fromEntries(
  ['storage', 'concurrent_tasks', 'daily_api_calls', 'monthly_api_calls']
    .concat(['daily_traffic', 'monthly_traffic', 'daily_process', 'monthly_process'])
    .map((name) => [name, 1]),
)

export const planOf = (domainId: string, name: string) => ({
  name,
  domain_id: domainId,
  number_of_days: 3,
  ...quotas,
})

/** Request data outside the path. */
const beside: Readonly<Record<string, readonly string[]>> = {
  createBulkJob: ['user_id'],
  givePlan: ['plan_id'],
  listRoleAssignments: ['user_id'],
  sendNotification: ['user_id'],
  confirmSecondFactor: ['enrolment', 'passcode'],
  openSession: ['user_id'],
  changePassword: ['user_id'],
  requestRecovery: ['user_id'],
  acceptInvitation: ['invitation_token'],
  resetPassword: ['user_id', 'recovery_token'],
}

type Parts = {
  readonly s: TestServer
  readonly n: Native
  readonly domainId: string
  readonly fresh: (what: string) => string
  /** The manager, with its own objects. */
  readonly own: {
    readonly id: string
    readonly secret: string
    readonly password: string
    readonly openSession: () => Promise<string>
  }
}

/** Objects of one domain, created as operations of the native API need them. */
export const nativeThings = ({ s, n, domainId, fresh, own }: Parts) => {
  const seeds = new Map<string, string>()
  const people = new Map<string, { username: string; password: string; email: string }>()
  const ask = async (
    method: string,
    path: string,
    body?: unknown,
    secret = n.admin,
  ): Promise<Called['body']> => {
    const answer = await n.call(method, path, { secret, body })
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const person = (id = '') => people.get(id) ?? assert.fail(`no person ${id}`)

  const newUser = async () => {
    const email = `${fresh('person')}@example.com`
    const { id, username, password } = await n.newUser({ domain_id: domainId, email })
    people.set(id, { username, password, email })
    return id
  }
  const newGuest = async () => {
    const email = `${fresh('guest')}@example.com`
    const { user } = await ask('POST', '/invitations', { email, domain_id: domainId })
    people.set(user.id, { username: email, password: '', email })
    return user.id as string
  }
  const newPlan = async () => (await ask('POST', '/plans', planOf(domainId, fresh('plan')))).id as string
  const newDomain = async () =>
    (await ask('POST', '/domains', { name: fresh('domain'), enabled: false })).id as string
  const memberRole = async () => (await ask('GET', '/roles?name=member')).roles[0].id as string
  /** The role `member`, granted on the domain. */
  const granted = async (actor: string) => {
    const id = await memberRole()
    await ask('PUT', `${actor}/roles/${id}?scope=domain:${domainId}`)
    return id
  }
  const newDeleted = async () => {
    const id = await newUser()
    await ask('DELETE', `/users/${id}`)
    return id
  }
  const tokenTo = async (email: string) =>
    secretIn((await s.sentEmails()).filter(({ to }) => to === email).at(-1))

  /** Creates each object from the previous ones. */
  const makers: Readonly<Record<string, (things: Things) => Promise<string>>> = {
    page: async () => 'users',
    script: async () => 'search.js',
    user_id: newUser,
    plan_id: newPlan,
    project_id: async () =>
      (await ask('POST', '/projects', { name: fresh('project'), domain_id: domainId })).id,
    role_id: async () => (await ask('POST', '/roles', { name: fresh('role') })).id,
    domain_id: async () => domainId,
    group_id: async () => (await ask('POST', '/groups', { name: fresh('group'), domain_id: domainId })).id,
    session_id: async ({ user_id }) => {
      const { username, password } = person(user_id)
      const body = { username, password, domain_id: domainId }
      return (await ask('POST', '/sessions', body)).session.id
    },
    webhook_id: async () => {
      const body = { url: 'https://receiver.example/hook', domain_id: domainId, kinds: ['plan.created'] }
      return (await ask('POST', '/webhooks', body)).webhook.id
    },
    delivery_id: async ({ webhook_id }) => (await ask('POST', `/webhooks/${webhook_id}/ping`)).id,
    document_id: async ({ user_id }) =>
      (await ask('POST', `/users/${user_id}/documents`, { title: 'a note', content: 'text' })).id,
    import_id: async () => (await ask('POST', '/imports', { format: 'ndjson', domain_id: domainId })).id,
    bulk_job_id: async () =>
      (
        await ask(
          'POST',
          '/bulk-jobs',
          { action: 'enable', domain_id: domainId, users: { filter: "username LIKE 'person-%'" } },
          own.secret,
        )
      ).id,
    api_key_id: async () => (await ask('POST', '/api-keys', { name: fresh('key') }, own.secret)).api_key.id,
    invitation_id: async () => {
      const guest = await newGuest()
      const { invitations } = await ask('GET', `/invitations?domain_id=${domainId}&limit=1000`)
      return invitations.find(({ user_id }: { user_id: string }) => user_id === guest).id
    },
    message_id: async () => (await ask('GET', `/messages?user_id=${await newGuest()}`)).messages[0].id,
    notification_id: async () => {
      const body = { user_id: own.id, type: 'comment_mention', title: 'hello', body: 'there' }
      return (await ask('POST', '/notifications', body)).notification_id
    },
    enrolment: async () => {
      const enrolment = await ask(
        'POST',
        '/me/second-factors/enrolments',
        { current_password: own.password },
        own.secret,
      )
      seeds.set(enrolment.enrolment, enrolment.seed)
      return enrolment.enrolment
    },
    passcode: async ({ enrolment = '' }) => {
      const seed = decodeBase32(seeds.get(enrolment) ?? '') ?? assert.fail()
      return passcodeOf(seed, stepAt(Date.now()), digests)
    },
    second_factor_id: async () => {
      const enrolment = await makers['enrolment']?.({})
      const passcode = await makers['passcode']?.({ enrolment: enrolment ?? '' })
      return (await ask('POST', '/me/second-factors', { enrolment, passcode }, own.secret)).id
    },
    sequence: async () =>
      String((await ask('GET', `/events?domain_id=${domainId}&limit=1`)).events[0].sequence),
    invitation_token: async () => tokenTo(person(await newGuest()).email),
    recovery_token: async ({ user_id }) => {
      await ask('POST', `/users/${user_id}/recovery`)
      return tokenTo(person(user_id).email)
    },
  }
  const ownProject = async () => {
    const id = await makers['project_id']?.({})
    await ask('PUT', `/projects/${id}/members/${own.id}`, {})
    return id ?? ''
  }
  /** Where an operation needs the objects in another state. */
  const others: Readonly<Record<string, typeof makers>> = {
    grantUserRole: { role_id: memberRole },
    grantGroupRole: { role_id: memberRole },
    revokeUserRole: { role_id: async ({ user_id }) => granted(`/users/${user_id}`) },
    revokeGroupRole: { role_id: async ({ group_id }) => granted(`/groups/${group_id}`) },
    removeProjectMember: {
      user_id: async ({ project_id }) => {
        const id = await newUser()
        await ask('PUT', `/projects/${project_id}/members/${id}`, {})
        return id
      },
    },
    leaveProject: { project_id: ownProject },
    listOwnProjectMembers: { project_id: ownProject },
    updateDomain: { domain_id: newDomain },
    deleteDomain: { domain_id: newDomain },
    removeGroupMember: {
      user_id: async ({ group_id }) => {
        const id = await newUser()
        await ask('PUT', `/groups/${group_id}/members/${id}`)
        return id
      },
    },
    closeOwnSession: { session_id: own.openSession },
    getDeletedUser: { user_id: newDeleted },
    restoreUser: { user_id: newDeleted },
    purgeDeletedUser: { user_id: newDeleted },
    resendInvitation: { user_id: newGuest },
    renewPlan: {
      user_id: async () => {
        const [id, plan_id] = [await newUser(), await newPlan()]
        await ask('PUT', `/users/${id}/plan`, { plan_id })
        return id
      },
    },
  }

  return {
    person,
    async things(name: string): Promise<Things> {
      // A second factor of an earlier operation would be asked for at the next sign-in.
      if (seeds.size > 0)
        await s.call('PATCH', `/v3/users/${own.id}`, {
          token: s.admin,
          body: { user: { options: { multi_factor_auth_rules: null } } },
        })
      const { path } = native[name as keyof typeof native]
      const keys = [...path.matchAll(/\{(\w+)\}/g)].map(([, key = '']) => key)
      let made: Things = {}
      for (const key of [...keys, ...(beside[name] ?? [])]) {
        const make = others[name]?.[key] ?? makers[key]
        if (make) made = { ...made, [key]: await make(made) }
      }
      return made
    },
  }
}
