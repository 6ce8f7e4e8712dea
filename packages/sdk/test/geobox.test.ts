import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { inspect } from 'node:util'
import { geoboxPeople, planFields } from '../../server/test/apis/geobox-fixture.ts'
import * as examples from '../examples/geobox.ts'
import {
  AuthenticationError,
  AuthorizationError,
  type CreateUser,
  Geobox,
  type GeoboxCredentials,
  type ListUsers,
  NotFoundError,
  type SearchUsers,
  type Session,
  type UpdateUser,
  User,
  ValidationError,
} from '../src/geobox/index.ts'
import { onEachMuster } from './muster-server.ts'
import { recordCalls } from './recorded-calls.ts'
import { recordErrors } from './recorded-errors.ts'
import { geoboxSeed } from './seeds/geobox.ts'
import { notExercised } from './seeds/seed.ts'

const phrase = 'a phrase of påss ✓ 😀'
const unused = 999_999_999

onEachMuster('the Geobox client with Muster', (server) => {
  const called = new Set<string>()
  const { fails, rejectsArgument } = recordErrors(called)
  type People = Awaited<ReturnType<typeof geoboxPeople>>
  let people: People
  let account: Awaited<ReturnType<People['newDomain']>>
  let geobox: Geobox
  let count = 0

  const baseUrl = () => `${server().url}/geobox/v1`
  const connect = (credentials: GeoboxCredentials) =>
    recordCalls(new Geobox({ ...credentials, baseUrl: baseUrl() }), called)
  const note = (method: string, given: object) => {
    for (const argument of Object.keys(given)) called.add(`${method} ${argument}`)
  }
  const recorded = (user: User) => recordCalls(user, called, 'user')
  const recordedSession = (session: Session) => recordCalls(session, called, 'session')
  const newUser = (more: Partial<CreateUser> = {}): CreateUser => {
    const username = `ann-${++count}`
    const email = `${username}@example.com`
    return { username, email, password: phrase, role: 'Publisher', status: 'Active', ...more }
  }
  const create = async (more: Partial<CreateUser> = {}, client = geobox) => {
    const given = newUser(more)
    const user = await client.users.create(given)
    note('users.create', given)
    return recorded(user)
  }
  /** A client that signs in as a user of the account. */
  const signInAs = (username: string | null, password = phrase) =>
    connect({ username: `${account.name}\\${username}`, password })
  const newPlan = async (name: string): Promise<number> => {
    const headers = { authorization: `Bearer ${account.manager.secret}`, 'content-type': 'application/json' }
    const body = JSON.stringify(planFields(name))
    const response = await fetch(`${baseUrl()}/plans/`, { method: 'POST', headers, body })
    return ((await response.json()) as { id: number }).id
  }

  before(async () => {
    people = await geoboxPeople(server())
    account = await people.newDomain()
    geobox = connect({ accessToken: account.manager.secret })
  })

  test('creates a user who can sign in with the password', async () => {
    const given = newUser({ firstName: 'Ann', lastName: 'Lee', mobile: '+98 9120123456' })
    const user = await create(given)
    assert.ok(Number.isInteger(user.id))
    assert.deepEqual(
      [user.username, user.email, user.firstName, user.lastName, user.mobile, user.role, user.status],
      [given.username, given.email, 'Ann', 'Lee', given.mobile, 'Publisher', 'Active'],
    )
    assert.deepEqual([user.plan, user.planId, user.expirationDate, user.lastLogin], [null, null, null, null])
    assert.ok(Math.abs(Date.now() - (user.createdAt?.getTime() ?? 0)) < 60_000)
    assert.equal(user.createdAt?.getTime(), user.updatedAt?.getTime())
    assert.equal(user.toString(), `User(id=${user.id}, first_name=Ann, last_name=Lee)`)
    assert.equal(JSON.stringify(user), JSON.stringify(user.data))
    const me = await signInAs(given.username).users.get()
    assert.equal(me.id, user.id)
    const found = await geobox.users.get(user.id)
    note('users.get', { userId: user.id })
    assert.equal(found.email, given.email)
    assert.equal((await create({ mobile: null })).mobile, null)
  })

  test('lists with filters, orders and pages', async () => {
    const here = await people.newDomain()
    const client = connect({ accessToken: here.manager.secret })
    const [ann, bea] = [
      await create({ username: 'ann.of.list', firstName: 'Zoe', lastName: 'A' }, client),
      await create({ username: 'bea.of.list', status: 'Disabled' }, client),
    ]
    const list = async (given: ListUsers) => {
      const users = await client.users.list(given).toArray({ limit: 99 })
      note('users.list', given)
      return users.map(({ id }) => id)
    }
    const everybody = await list({})
    assert.deepEqual([everybody.length, everybody.slice(1)], [3, [ann.id, bea.id]])
    assert.deepEqual(await list({ status: 'Disabled' }), [bea.id])
    assert.deepEqual(await list({ q: "username LIKE '%.of.list' AND status = 'Active'" }), [ann.id])
    assert.deepEqual(await list({ search: 'ZOE' }), [ann.id])
    assert.deepEqual(await list({ search: 'ZOE', searchFields: 'username,email' }), [])
    assert.deepEqual(await list({ search: '.of.list', orderBy: 'username D' }), [bea.id, ann.id])
    assert.deepEqual(await list({ skip: 1, limit: 1 }), [ann.id])
    assert.deepEqual(await list({ skip: 3 }), [])
    assert.deepEqual(await list({ userId: bea.id }), [bea.id])
    assert.deepEqual(await list({ shared: true }), everybody)
    assert.equal(await client.users.count(), 3)
    assert.equal(await client.users.count({ q: "username LIKE '%.of.list'" }), 2)
    const search = async (given: SearchUsers) => {
      const users = await client.users.search(given).toArray({ limit: 99 })
      note('users.search', given)
      return users.map(({ id }) => id)
    }
    assert.deepEqual(await search({}), everybody)
    assert.deepEqual(await search({ search: '.OF.LIST' }), [ann.id, bea.id])
    assert.deepEqual(await search({ search: '.of.list', skip: 1, limit: 1 }), [bea.id])
    for await (const page of client.users.list({ limit: 2 }).pages()) assert.deepEqual(page.length, 2)
  })

  test('a list asks for the next page unless the page is short', async () => {
    const client = connect({ accessToken: (await people.newDomain()).manager.secret })
    for (let n = 0; n < 12; n++) await client.users.create(newUser({ status: 'New' }))
    assert.equal((await client.users.list().toArray({ limit: 99 })).length, 13)
    assert.equal((await client.users.list({ limit: 12 }).toArray({ limit: 99 })).length, 12)
  })

  test('changes the given fields and clears others', async () => {
    const user = await create({ firstName: 'Ann', mobile: '+98 1' })
    const planId = await newPlan('plan of update')
    const update = async (given: UpdateUser) => {
      await user.update(given)
      note('user.update', given)
    }
    const username = `changed-${user.username}`
    const email = `changed-${user.email}`
    await update({ username, email, firstName: 'Anna', lastName: 'Lee' })
    assert.deepEqual(
      [user.username, user.email, user.firstName, user.lastName, user.mobile],
      [username, email, 'Anna', 'Lee', '+98 1'],
    )
    await update({ mobile: null, role: 'Editor', status: 'Pending' })
    assert.deepEqual([user.mobile, user.role, user.status], [null, 'Editor', 'Pending'])
    const expirationDate = new Date('2030-01-02T03:04:05.678Z')
    await update({ plan: planId, expirationDate })
    assert.deepEqual(
      [user.planId, user.plan?.id, user.plan?.name, user.plan?.numberOfDays],
      [planId, planId, 'plan of update', 30],
    )
    assert.equal(user.plan?.data['storage'], 10)
    assert.equal(user.expirationDate?.toISOString(), '2030-01-02T03:04:05.000Z')
    await update({ expirationDate: '2031-01-02', plan: user.plan })
    assert.equal(user.expirationDate?.toISOString(), '2031-01-02T00:00:00.000Z')
    await user.renewPlan()
    const renewed = await geobox.users.get(user.id)
    assert.equal(renewed.expirationDate?.toISOString(), '2031-02-01T00:00:00.000Z')
    await update({ plan: null, mobile: '' })
    await update({})
    assert.deepEqual([user.plan, user.planId, user.expirationDate], [null, null, null])
    await fails('user.renewPlan', ValidationError, () => user.renewPlan())
  })

  test('lists and closes sessions', async () => {
    const user = await create()
    const [one, other] = [signInAs(user.username), signInAs(user.username)]
    for (const client of [one, other]) await client.users.get()
    const sessions = await one.users.getMySessions()
    assert.equal(sessions.length, 2)
    const [newest, oldest] = sessions.map(recordedSession)
    assert.ok(newest && oldest)
    assert.deepEqual([newest.isCurrent, oldest.isCurrent, newest.user.id], [false, true, user.id])
    assert.ok(newest.agent && newest.ip && newest.createdAt && newest.lastActivity)
    assert.equal(newest.toString(), `Session(user=${newest.user}, agent='${newest.agent}')`)
    assert.equal(JSON.stringify(newest), JSON.stringify(newest.data))
    assert.deepEqual(
      (await user.getSessions()).map(({ uuid }) => uuid),
      [newest.uuid, oldest.uuid],
    )
    await newest.close()
    const me = recorded(await geobox.users.get())
    const left = await me.getSessions(user.id)
    note('user.getSessions', { userId: user.id })
    assert.deepEqual(
      left.map((session) => [session.uuid, session.user.id]),
      [[oldest.uuid, user.id]],
    )
    await fails('session.close', NotFoundError, () => newest.close())
    await user.session(oldest.uuid).close()
    assert.deepEqual(await user.getSessions(), [])
    // Signs in again: the session has ended, and the client has the password.
    assert.equal((await one.users.get()).id, user.id)
    assert.equal((await user.getSessions()).length, 1)
  })

  test('changes a password', async () => {
    const user = await create()
    await user.changePassword('another phrase: ŵith ✓')
    note('user.changePassword', { newPassword: '' })
    assert.equal((await signInAs(user.username, 'another phrase: ŵith ✓').users.get()).id, user.id)
    await fails('sign-in', AuthenticationError, () => signInAs(user.username).users.get())
  })

  test('deletes a user', async () => {
    const user = await create()
    await user.delete()
    await fails('users.get', NotFoundError, () => geobox.users.get(user.id))
    await fails('user.delete', NotFoundError, () => user.delete())
  })

  test('accepts an API key, which it sends in the query', async () => {
    const form = new URLSearchParams({ name: 'key' })
    const headers = { authorization: `Bearer ${account.manager.secret}` }
    const response = await fetch(`${baseUrl()}/apikeys/`, { method: 'POST', headers, body: form })
    const { key } = (await response.json()) as { key: string }
    const client = connect({ apiKey: key })
    const user = await create({}, client)
    await user.update({ firstName: 'Ann' })
    assert.equal((await client.users.list({ search: user.username ?? '' }).toArray({ limit: 9 })).length, 1)
    await user.delete()
    await fails('users.get', AuthenticationError, () => connect({ apiKey: 'wrong' }).users.get())
    for (const shown of [client, user])
      assert.ok(!inspect(shown, { depth: 20, showHidden: true }).includes(key))
  })

  test('requests at the same time share one sign-in', async () => {
    const user = await create()
    const client = signInAs(user.username)
    await Promise.all([client.users.get(), client.users.get(), client.users.get()])
    assert.equal((await user.getSessions()).length, 1)
  })

  test('errors have the class of their status', async () => {
    await fails('users.get', NotFoundError, () => geobox.users.get(unused))
    const { username } = await create()
    const taken = await fails('users.create', ValidationError, () => create({ username: username ?? '' }))
    assert.notEqual(taken.message, '')
    await fails('users.list', ValidationError, () => geobox.users.list({ q: 'x x' }).toArray({ limit: 1 }))
    await fails('users.list', ValidationError, () => geobox.users.count({ q: 'x x' }))
    const viewer = signInAs((await create({ role: 'Viewer' })).username)
    await fails('users.list', AuthorizationError, () => viewer.users.list().toArray({ limit: 1 }))
    await fails('users.create', AuthorizationError, () => create({}, viewer))
    await fails('users.get', AuthenticationError, () => connect({ accessToken: 'wrong' }).users.get())
  })

  test('malformed arguments are rejected before a request', async () => {
    const { users } = recordCalls(
      new Geobox({ accessToken: 'token', baseUrl: 'https://unreachable.invalid' }),
      called,
    )
    const list = (given: object) => () => users.list(given as ListUsers)
    await rejectsArgument('users.list', 'search', list({ q: 'id = 1', search: 'x' }))
    await rejectsArgument('users.list', 'searchFields', list({ q: 'id = 1', searchFields: 'email' }))
    await rejectsArgument('users.count', 'search', () => users.count({ q: 'id = 1', search: 'x' }))
    await rejectsArgument('users.list', 'q', list({ q: '' }))
    await rejectsArgument('users.list', 'search', list({ search: 7 }))
    await rejectsArgument('users.list', 'searchFields', list({ searchFields: ['email'] }))
    await rejectsArgument('users.list', 'orderBy', list({ orderBy: ['id'] }))
    await rejectsArgument('users.list', 'status', list({ status: 'active' }))
    await rejectsArgument('users.list', 'shared', list({ shared: 'yes' }))
    await rejectsArgument('users.list', 'skip', list({ skip: -1 }))
    await rejectsArgument('users.list', 'limit', list({ limit: 0 }))
    await rejectsArgument('users.list', 'userId', list({ userId: 'me' }))
    await rejectsArgument('users.list', 'filter', () => users.list(null as never))
    await rejectsArgument('users.search', 'search', () => users.search({ search: 7 } as never))
    await rejectsArgument('users.search', 'limit', () => users.search({ limit: 1.5 }))
    for (const userId of [0, -1, 1.5, '1', null])
      await rejectsArgument('users.get', 'userId', () => users.get(userId as never))
    await rejectsArgument('users.of', 'userId', () => users.of(0))
    await rejectsArgument('users.of', 'data', () => users.of(1, { username: 7 }))
    await rejectsArgument('users.of', 'data', () => users.of(1, null as never))
    const make = (more: object) => () => users.create({ ...newUser(), ...more } as CreateUser)
    for (const name of ['username', 'email', 'password'])
      for (const value of ['', 7, null, undefined])
        await rejectsArgument('users.create', name, make({ [name]: value }))
    await rejectsArgument('users.create', 'password', make({ password: 'half \ud83d' }))
    for (const name of ['role', 'status', 'firstName', 'lastName', 'mobile'])
      await rejectsArgument('users.create', name, make({ [name]: 7 }))
    await rejectsArgument('users.create', 'user', () => users.create(undefined as never))
    const user = recorded(users.of(1))
    const names = ['username', 'email', 'firstName', 'lastName', 'mobile', 'status', 'role']
    for (const name of [...names, 'plan', 'expirationDate'])
      await rejectsArgument('user.update', name, () => user.update({ [name]: 7.5 } as UpdateUser))
    for (const plan of [{}, '', '7', 0, { id: '7' }])
      await rejectsArgument('user.update', 'plan', () => user.update({ plan } as UpdateUser))
    const expirationDate = new Date(Number.NaN)
    await rejectsArgument('user.update', 'expirationDate', () => user.update({ expirationDate }))
    await rejectsArgument('user.update', 'update', () => user.update(undefined as never))
    await rejectsArgument('user.getSessions', 'userId', () => user.getSessions(0))
    await rejectsArgument('user.session', 'uuid', () => user.session(''))
    await rejectsArgument('user.session', 'data', () => user.session('x', { agent: 7 }))
    await rejectsArgument('session.close', 'uuid', () => user.session('..').close())
    await rejectsArgument('user.changePassword', 'newPassword', () => user.changePassword(''))
  })

  test('the examples of the documentation run', async () => {
    const { username, password } = account.manager
    const name = `${account.name}\\${username}`
    assert.equal(await examples.firstCall(name, password, baseUrl()), `${username}: Account Admin`)
    const id = await examples.createViewer(geobox, 'viewer-of-example', phrase)
    assert.equal(recorded(await geobox.users.get(id)).mobile, '+98 9120123456')
    assert.deepEqual(await examples.usernames(geobox, 'viewer-of-ex'), ['viewer-of-example'])
    const [one, other] = [signInAs('viewer-of-example'), signInAs('viewer-of-example')]
    await one.users.get()
    assert.equal(await examples.closeOtherSessions(other), 1)
    for (const expected of ['deleted', 'no such user'])
      assert.equal(await examples.deleteIfExists(geobox, id), expected)
    assert.equal(await examples.deleteIfExists(geobox, 0), 'malformed userId')
  })

  test('the credentials are not part of the client, its objects or errors', async () => {
    const { username, password, secret } = account.manager
    const name = `${account.name}\\${username}`
    const clients = [
      new Geobox({ username: name, password, baseUrl: baseUrl() }),
      new Geobox({ accessToken: secret, baseUrl: baseUrl() }),
    ]
    for (const client of clients) {
      const user = await client.users.get()
      const sessions = await user.getSessions()
      const error = await client.users.get(unused).catch((thrown: unknown) => thrown)
      for (const shown of [client, client.users, user, sessions, error])
        for (const text of [inspect(shown, { depth: 20, showHidden: true }), JSON.stringify(shown)])
          for (const hidden of [password, secret, 'mst_s_']) assert.ok(!text.includes(hidden))
    }
  })

  test('every operation of the seed was exercised', () => {
    assert.equal(User.baseEndpoint, 'users/')
    called.add('User.baseEndpoint')
    assert.equal(geoboxSeed.operations.length, geoboxSeed.count)
    assert.deepEqual(notExercised(geoboxSeed, called), [])
  })
})
