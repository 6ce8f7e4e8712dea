import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { inspect } from 'node:util'
import { native as contract } from '@muster/contract/native/all.ts'
import {
  BadRequest,
  Conflict,
  Forbidden,
  type ImportLine,
  Muster,
  NotFound,
  Unauthenticated,
  VersionChanged,
} from '../src/index.ts'
import { onEachMuster } from './muster-server.ts'

/** Operations for people and programs that read the documentation. */
const isDocumentation = (path: string): boolean => /^\/(?:$|openapi\.json$|docs\b)/.test(path)

const allOf = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

onEachMuster('the native client', (server) => {
  let muster: Muster
  let anonymous: Muster
  const requested = new Set<string>()
  const hooks = {
    onRequest: ({ method, path }: { readonly method: string; readonly path: string }) =>
      void requested.add(`${method} ${path}`),
  }
  const as = (session: string) => new Muster({ url: server().url, session, hooks })

  before(async () => {
    anonymous = new Muster({ url: server().url, hooks })
    const { secret } = await anonymous.sessions.open({ username: 'admin', password: server().adminPassword })
    muster = as(secret ?? '')
  })

  test('a wrong password is Unauthenticated with its code and the request id', async () => {
    const error = await anonymous.sessions
      .open({ username: 'admin', password: 'not-the-password' })
      .catch((e: unknown) => e)
    assert.ok(error instanceof Unauthenticated)
    assert.deepEqual([error.status, error.code], [401, 'authentication_failed'])
    assert.match(error.requestId ?? '', /^req-/)
    assert.ok(!inspect(error, { depth: 9 }).includes('not-the-password'))
  })

  test('creates, reads, changes, finds, deletes, restores and purges a user', async () => {
    const ada = await muster.users.create({ username: 'ada', email: 'ada@example.com', display_name: 'Ada' })
    assert.equal((await muster.users.get(ada.id)).email, 'ada@example.com')
    const changed = await muster.users.update(ada.id, { description: 'one' }, { ifMatch: ada })
    assert.equal(changed.description, 'one')
    await assert.rejects(
      muster.users.update(ada.id, { description: 'two' }, { ifMatch: ada }),
      VersionChanged,
    )
    await assert.rejects(muster.users.create({ username: 'ADA' }), Conflict)
    assert.deepEqual(
      (await muster.users.list({ search: 'ada@' }).toArray({ limit: 10 })).map(({ id }) => id),
      [ada.id],
    )
    assert.equal(await muster.users.count({ username: 'ada' }), 1)
    await muster.users.setPassword(ada.id, 'correct horse battery')
    await muster.users.sendRecovery(ada.id)
    assert.deepEqual(await muster.users.secondFactors(ada.id), { required: false, second_factors: [] })
    await muster.users.resetSecondFactors(ada.id)
    await muster.users.delete(ada.id)
    await assert.rejects(muster.users.get(ada.id), NotFound)
    assert.equal((await muster.deletedUsers.get(ada.id)).username, 'ada')
    assert.equal((await muster.deletedUsers.list({ username: 'ada' }).toArray({ limit: 5 })).length, 1)
    assert.equal((await muster.deletedUsers.restore(ada.id)).id, ada.id)
    await muster.users.delete(ada.id)
    await muster.deletedUsers.purge(ada.id)
    await assert.rejects(muster.deletedUsers.get(ada.id), NotFound)
  })

  test('a list continues over all pages', async () => {
    for (const number of [1, 2, 3, 4, 5]) await muster.users.create({ username: `paged-${number}` })
    const users = muster.users.list({ search: 'paged-', sort: 'username', limit: 2 })
    assert.deepEqual(
      (await allOf(users)).map(({ username }) => username),
      ['paged-1', 'paged-2', 'paged-3', 'paged-4', 'paged-5'],
    )
    assert.deepEqual(
      (await allOf(users.pages())).map((page) => page.length),
      [2, 2, 1],
    )
  })

  test('a repeated request with one idempotency key has one effect', async () => {
    const options = { idempotencyKey: 'sdk-test-key' }
    const first = await muster.users.create({ username: 'repeated' }, options)
    const second = await muster.users.create({ username: 'repeated' }, options)
    assert.equal(second.id, first.id)
  })

  test('invites a user, who accepts, signs in, changes itself and its password', async () => {
    const { user, outcome } = await muster.invitations.create({
      email: 'grace@example.com',
      username: 'grace',
    })
    assert.equal(outcome, 'created')
    assert.equal((await muster.invitations.list().toArray({ limit: 5 })).length, 1)
    await muster.users.invite(user.id)
    const token = await tokenOf('grace@example.com')
    await anonymous.invitations.accept({ token, password: 'correct horse battery' })
    const { secret = '' } = await anonymous.sessions.open({
      email: 'grace@example.com',
      password: 'correct horse battery',
    })
    const grace = as(secret)
    const me = await grace.me.get()
    assert.ok(!(await grace.me.permissions()).rules.includes('identity:create_user'))
    assert.ok((await muster.me.permissions()).rules.includes('identity:create_user'))
    assert.deepEqual([me.user.username, me.session?.current], ['grace', true])
    assert.equal((await grace.me.update({ given_name: 'Grace' }, { ifMatch: me })).given_name, 'Grace')
    await assert.rejects(grace.users.list().toArray({ limit: 1 }), Forbidden)
    await grace.me.changePassword({
      current_password: 'correct horse battery',
      password: 'another horse battery',
    })
    assert.equal((await grace.sessions.list().toArray({ limit: 5 })).length, 1)
    await anonymous.passwords.change({
      username: 'grace',
      current_password: 'another horse battery',
      password: 'a third horse battery',
    })
    await anonymous.passwords.requestRecovery({ email: 'grace@example.com' })
    await anonymous.passwords.reset({
      token: await tokenOf('grace@example.com'),
      password: 'a fourth horse battery',
    })
    const again = await anonymous.sessions.open({ username: 'grace', password: 'a fourth horse battery' })
    const other = as(again.secret ?? '')
    await other.sessions.closeAll({ keep_current: true })
    assert.equal((await muster.sessions.listOfUser(user.id).toArray({ limit: 5 })).length, 1)
    await muster.sessions.closeOfUser(user.id, again.session.id)
    await muster.sessions.closeAllOfUser(user.id)
    await assert.rejects(other.me.get(), Unauthenticated)
    const last = await anonymous.sessions.open({ username: 'grace', password: 'a fourth horse battery' })
    await as(last.secret ?? '').me.delete()
    const invited = await muster.invitations.create({ email: 'withdrawn@example.com' })
    const [invitation] = await muster.invitations.list().toArray({ limit: 1 })
    assert.equal(invitation?.user_id, invited.user.id)
    await muster.invitations.revoke(invitation?.id ?? '')
  })

  /** The token of the newest link in the emails to an address. */
  const tokenOf = async (address: string): Promise<string> => {
    const emails = (await server().sentEmails()).filter(({ to }) => to === address)
    const link = emails.flatMap(({ text }) => text.match(/token=([\w-]+)/)?.[1] ?? []).at(-1)
    assert.ok(link, `no link was sent to ${address}`)
    return link
  }

  test('creates, uses, rotates, revokes and deletes an API key', async () => {
    const made = await muster.apiKeys.createServiceUser({
      username: 'robot',
      scope: { type: 'domain', id: 'default' },
      roles: [{ name: 'manager' }],
    })
    const robot = new Muster({ url: server().url, apiKey: made.secret, hooks })
    assert.equal((await robot.me.get()).user.username, 'robot')
    const { api_key: key, secret } = await muster.apiKeys.create({
      name: 'second',
      user_id: made.user.id,
      scope: { type: 'domain', id: 'default' },
      roles: [{ name: 'manager' }],
    })
    assert.deepEqual(
      (await muster.apiKeys.list({ user_id: made.user.id }).toArray({ limit: 5 }))
        .map(({ name }) => name)
        .sort(),
      ['robot', 'second'],
    )
    assert.equal((await muster.introspect(secret)).active, true)
    assert.equal((await muster.apiKeys.get(key.id)).name, 'second')
    const rotated = await muster.apiKeys.rotate(key.id)
    assert.equal((await muster.introspect(secret)).active, false)
    assert.equal((await muster.apiKeys.update(key.id, { revoked: true })).state, 'revoked')
    assert.equal((await muster.introspect(rotated.secret)).active, false)
    await muster.apiKeys.delete(key.id)
    assert.ok(!inspect(robot, { depth: 9, showHidden: true }).includes(made.secret))
  })

  test('plans, documents, notifications and messages', async () => {
    const user = await muster.users.create({ username: 'lin', email: 'lin@example.com' })
    const amounts = {
      storage: 1,
      concurrent_tasks: 1,
      daily_api_calls: 1,
      monthly_api_calls: 1,
      daily_traffic: 1,
      monthly_traffic: 1,
      daily_process: 1,
      monthly_process: 1,
    }
    const plan = await muster.plans.create({ name: 'basic', number_of_days: 30, ...amounts })
    assert.equal((await muster.plans.update(plan.id, { storage: 2 }, { ifMatch: plan })).storage, 2)
    assert.equal((await muster.plans.get(plan.id)).name, 'basic')
    assert.equal((await muster.plans.list({ name: 'basic' }).toArray({ limit: 2 })).length, 1)
    assert.equal((await muster.users.setPlan(user.id, { plan_id: plan.id })).plan?.id, plan.id)
    await muster.users.renewPlan(user.id)
    await assert.rejects(muster.plans.delete(plan.id), Conflict)
    await muster.users.setPlan(user.id, { plan_id: null })
    await muster.plans.delete(plan.id)

    const document = await muster.documents.create(user.id, { title: 'Notes', content: 'text' })
    assert.deepEqual((await muster.documents.get(user.id, document.id)).content, ['text'])
    await muster.documents.update(user.id, document.id, { title: 'More notes' })
    assert.equal((await muster.documents.list(user.id).toArray({ limit: 5 })).length, 1)
    await muster.documents.delete(user.id, document.id)

    await muster.notifications.preferences(user.id)
    await muster.notifications.updatePreferences({ channels: { email: false } }, user.id)
    const { user: me } = await muster.me.get()
    await muster.notifications.updatePreferences({ channels: { web_ui: true } })
    assert.equal((await muster.notifications.preferences()).channels.web_ui, true)
    for (const title of ['one', 'two'])
      await muster.notifications.send({ user_id: me.id, type: 'comment_mention', title, body: 'body' })
    const [first] = await muster.notifications.list({ status: 'unread' }).toArray({ limit: 1 })
    assert.equal((await muster.notifications.mark(first?.id ?? '', { read: true })).read, true)
    assert.equal(await muster.notifications.unread(), 1)
    assert.deepEqual(await muster.notifications.markAllRead(), { marked: 1 })
    await muster.notifications.delete(first?.id ?? '')

    const enrolment = await muster.secondFactors.begin({ current_password: server().adminPassword })
    await assert.rejects(
      muster.secondFactors.confirm({ enrolment: enrolment.enrolment, passcode: '1' }),
      BadRequest,
    )
    assert.deepEqual(await muster.secondFactors.list(), { second_factors: [], required: false })
    await assert.rejects(
      muster.secondFactors.remove('none', { current_password: server().adminPassword }),
      NotFound,
    )
    assert.ok((await muster.me.permissions()).rules.includes('identity:create_user'))
    assert.ok(Array.isArray(await muster.me.projects().toArray({ limit: 5 })))
    await assert.rejects(muster.me.projectMembers('none').page(), NotFound)
    await assert.rejects(muster.me.leaveProject('none'), NotFound)

    const [message] = await muster.messages.list().toArray({ limit: 1 })
    await muster.messages
      .retry(message?.id ?? '')
      .catch((error: unknown) => assert.ok(error instanceof Conflict))
  })

  test('groups and their members', async () => {
    const { id: userId } = await muster.users.create({ username: 'of-a-group' })
    const group = await muster.groups.create({ name: 'crew' })
    const changed = await muster.groups.update(group.id, { description: 'one' }, { ifMatch: group })
    assert.equal(changed.description, 'one')
    await assert.rejects(muster.groups.update(group.id, {}, { ifMatch: group }), VersionChanged)
    assert.equal((await muster.groups.get(group.id)).name, 'crew')
    assert.equal((await muster.groups.list({ name: 'crew' }).toArray({ limit: 2 })).length, 1)
    await muster.groups.addMember(group.id, userId)
    assert.equal((await muster.groups.members(group.id).toArray({ limit: 2 }))[0]?.id, userId)
    assert.equal((await muster.groups.ofUser(userId).toArray({ limit: 2 }))[0]?.id, group.id)
    await muster.groups.removeMember(group.id, userId)
    await assert.rejects(muster.groups.removeMember(group.id, userId), NotFound)
    await muster.groups.delete(group.id)
  })

  test('roles', async () => {
    const role = await muster.roles.create({ name: 'auditor' })
    const changed = await muster.roles.update(role.id, { immutable: true }, { ifMatch: role })
    assert.equal(changed.immutable, true)
    await assert.rejects(muster.roles.delete(role.id), Forbidden)
    await muster.roles.update(role.id, { immutable: false })
    assert.equal((await muster.roles.get(role.id)).domain_id, null)
    assert.equal((await muster.roles.list({ name: 'auditor' }).toArray({ limit: 2 })).length, 1)
    await muster.roles.delete(role.id)
  })

  test('domains', async () => {
    const domain = await muster.domains.create({ name: 'branch' })
    await assert.rejects(muster.domains.delete(domain.id), Forbidden)
    const changed = await muster.domains.update(domain.id, { enabled: false }, { ifMatch: domain })
    assert.equal(changed.enabled, false)
    assert.equal((await muster.domains.get(domain.id)).name, 'branch')
    assert.equal((await muster.domains.list({ name: 'branch' }).toArray({ limit: 2 })).length, 1)
    const { checks } = await muster.domains.testDirectory(domain.id, {
      options: { url: 'ldap://ldap.invalid' },
    })
    assert.equal(checks[0]?.outcome, 'failed')
    await muster.domains.delete(domain.id)
  })

  test('tests of mappings', async () => {
    const { user } = await muster.mappings.test({
      rules: [{ local: [{ user: { name: '{0}' } }], remote: [{ type: 'name' }] }],
      assertion: { name: 'ada' },
    })
    assert.equal(user?.name, 'ada')
  })

  test('projects and their members', async () => {
    const { id: userId } = await muster.users.create({ username: 'of-a-project' })
    const project = await muster.projects.create({ name: 'engine', tags: ['one'] })
    const changed = await muster.projects.update(project.id, { description: 'one' }, { ifMatch: project })
    assert.deepEqual([changed.description, changed.tags], ['one', ['one']])
    assert.equal((await muster.projects.get(project.id)).parent_id, null)
    assert.equal((await muster.projects.list({ name: 'engine' }).toArray({ limit: 2 })).length, 1)
    const member = await muster.projects.setMember(project.id, userId, 'reader')
    assert.equal(member.roles[0]?.name, 'reader')
    const [listed] = await muster.projects.members(project.id).toArray({ limit: 2 })
    assert.deepEqual(listed, member)
    await muster.projects.removeMember(project.id, userId)
    await assert.rejects(muster.projects.removeMember(project.id, userId), NotFound)
    await muster.projects.delete(project.id)
  })

  test('role assignments, and why a user has a role', async () => {
    const { id: userId } = await muster.users.create({ username: 'of-a-role' })
    const group = await muster.groups.create({ name: 'granted' })
    await muster.groups.addMember(group.id, userId)
    const [member] = await muster.roles.list({ name: 'member' }).toArray({ limit: 1 })
    const roleId = member?.id ?? ''
    const scope = 'domain:default'
    await muster.assignments.grant({ userId, roleId, scope, inherited: true })
    await muster.assignments.grant({ groupId: group.id, roleId, scope })
    const query = { user_id: userId, role_id: roleId, scope, effective: true } as const
    const [effective] = await muster.assignments.list(query).toArray({ limit: 5 })
    assert.equal(effective?.source?.group_id, group.id)
    assert.equal((await muster.assignments.list({ user_id: userId }).toArray({ limit: 5 })).length, 1)
    await muster.assignments.revoke({ userId, roleId, scope, inherited: true })
    await muster.assignments.revoke({ groupId: group.id, roleId, scope })
    await assert.rejects(muster.assignments.revoke({ userId, roleId, scope }), NotFound)
  })

  test('webhooks and events', async () => {
    const { webhook, secret } = await muster.webhooks.create({
      url: 'https://example.com/hook',
      kinds: ['user.*'],
    })
    assert.match(secret, /^whsec_/)
    const read = await muster.webhooks.get(webhook.id)
    assert.equal(read.url, 'https://example.com/hook')
    await muster.webhooks.update(webhook.id, { description: 'test' }, { ifMatch: read })
    await muster.webhooks.rotateSecret(webhook.id)
    const delivery = await muster.webhooks.ping(webhook.id)
    assert.equal((await muster.webhooks.list().toArray({ limit: 5 })).length, 1)
    assert.equal((await muster.webhooks.deliveries(webhook.id).toArray({ limit: 5 }))[0]?.id, delivery.id)
    await muster.webhooks.redeliver(webhook.id, delivery.id)
    await muster.webhooks.delete(webhook.id)

    const [newest] = await muster.events.list({ subject_type: 'webhook' }).toArray({ limit: 1 })
    assert.equal(newest?.kind, 'webhook.deleted')
    assert.equal((await muster.events.get(newest?.sequence ?? 0)).subject_id, webhook.id)
    const kinds = await muster.events.kinds()
    assert.ok(kinds.some(({ name, about }) => name === 'webhook.deleted' && about !== ''))
  })

  test('the server and its settings', async () => {
    const { version, database } = await muster.server.get()
    assert.match(version, /^\d+\.\d+/)
    assert.equal(database.ready, true)
    const settings = await muster.server.settings()
    assert.equal(settings.find(({ name }) => name === 'token_lifetime')?.value, '3600')
  })

  test('following events yields those that happen later, each once', async () => {
    const created: string[] = []
    const seen: string[] = []
    const following = (async () => {
      for await (const event of muster.events.follow({ kind: 'user.created' }, { interval: 10 })) {
        seen.push(event.subject_id)
        if (seen.length === 3) return true
      }
      return false
    })()
    let ended = false
    following.finally(() => {
      ended = true
    })
    // The loop starts after the newest event at that time; one of these users is the first that comes later.
    for (let number = 0; !ended; number++)
      created.push((await muster.users.create({ username: `followed-${number}` })).id)
    assert.equal(await following, true)
    const first = created.indexOf(seen[0] ?? '')
    assert.deepEqual(seen, created.slice(first, first + 3))
  })

  test('imports, exports and bulk jobs', async () => {
    const { id } = await muster.imports.create({ format: 'csv' })
    const rows = 'username,email\nimported-1,imported-1@example.com\nimported-2,not an address\n'
    const lines = await allOf<ImportLine>(muster.imports.sendRows(id, rows, { format: 'csv' }))
    const last = lines.at(-1)
    assert.ok(last?.kind === 'done', inspect(lines))
    assert.deepEqual([last.created, last.failed], [1, 1])
    assert.equal(lines[0]?.kind, 'error')
    assert.equal((await muster.imports.get(id)).state, 'done')
    assert.equal((await muster.imports.list().toArray({ limit: 5 })).length, 1)
    assert.equal((await muster.imports.errors(id).toArray({ limit: 5 })).length, 1)
    await muster.imports.delete(id)
    const text = await new Response(await muster.imports.exportUsers({ search: 'imported-' })).text()
    assert.equal(JSON.parse(text).username, 'imported-1')

    const job = await muster.bulkJobs.create({
      action: 'disable',
      users: { filter: "username LIKE 'paged-%'" },
    })
    const last2 = (await allOf(muster.bulkJobs.run(job.id))).at(-1)
    assert.ok(last2?.kind === 'done', inspect(last2))
    assert.equal((await muster.bulkJobs.get(job.id)).state, 'done')
    await muster.bulkJobs.errors(job.id).toArray({ limit: 5 })
    assert.equal((await muster.bulkJobs.list().toArray({ limit: 5 })).length, 1)
    await muster.bulkJobs.delete(job.id)
  })

  test('signing out ends the session', async () => {
    const { secret = '' } = await anonymous.sessions.open({
      username: 'admin',
      password: server().adminPassword,
    })
    const second = as(secret)
    await second.sessions.close()
    await assert.rejects(second.me.get(), Unauthenticated)
  })

  test('every operation of the contract has been called', () => {
    const missing = Object.values(contract)
      .filter(({ path }) => !isDocumentation(path))
      .map(({ method, path }) => `${method} ${path}`)
      .filter((operation) => !requested.has(operation))
    assert.deepEqual(missing, [])
  })
})

describe('the options of the native client', () => {
  for (const [title, options] of [
    ['two kinds of credentials', { url: 'https://muster.test', apiKey: 'mst_k_a', session: 'mst_s_b' }],
    ['a secret with a line break', { url: 'https://muster.test', apiKey: 'mst_k_a\r\nx: y' }],
    ['a relative address', { url: '/muster' }],
  ] as const)
    test(`rejects ${title} before any request`, () => {
      assert.throws(() => new Muster(options), { name: 'ArgumentError' })
    })
})
