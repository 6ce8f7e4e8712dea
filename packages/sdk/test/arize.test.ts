import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { inspect } from 'node:util'
import { type Native, nativeClient } from '../../server/test/native.ts'
import * as examples from '../examples/arize.ts'
import {
  ApiException,
  Arize,
  type ArizeOptions,
  BadRequestException,
  ConflictException,
  type CreateUser,
  ForbiddenException,
  type ListUsers,
  NotFoundException,
  UnauthorizedException,
  type UpdateUser,
} from '../src/arize/index.ts'
import { onEachMuster } from './muster-server.ts'
import { recordCalls } from './recorded-calls.ts'
import { recordErrors } from './recorded-errors.ts'
import { arizeSeed } from './seeds/arize.ts'
import { notExercised } from './seeds/seed.ts'

const predefined = (name: 'admin' | 'member' | 'annotator') => ({ type: 'predefined', name }) as const
const absent = Buffer.from('User:1:absent').toString('base64')

onEachMuster('the Arize client with Muster', (server) => {
  const called = new Set<string>()
  const { fails, rejectsArgument } = recordErrors(called)
  let native: Native
  let secret: string
  let arize: Arize
  let count = 0

  const connect = (apiKey: string, sdkVersion?: ArizeOptions['sdkVersion']) =>
    recordCalls(
      new Arize({ apiKey, baseUrl: `${server().url}/arize`, ...(sdkVersion && { sdkVersion }) }),
      called,
    )
  const note = (method: string, given: object) => {
    for (const argument of Object.keys(given)) called.add(`${method} ${argument}`)
  }
  const newEmail = () => `Ann-${++count}+x@example.com`
  const create = async (more: Partial<CreateUser> = {}, client = arize) => {
    const user = {
      name: 'Ann',
      email: newEmail(),
      role: predefined('member'),
      inviteMode: 'none',
      ...more,
    } as const
    const created = await client.users.create(user)
    note('users.create', user)
    return created
  }
  /** The failure of a method: the class that the seed names and its subclass for the status. */
  const rejects = async (path: string, ErrorClass: typeof ApiException, call: () => unknown) => {
    const error = await fails(path, ApiException, call)
    assert.equal(error.constructor, ErrorClass)
    assert.equal(error.data?.status, error.status)
    assert.equal(error.message, error.data?.detail)
  }

  before(async () => {
    native = await nativeClient(server())
    secret = (await native.newDomain()).secret
    arize = connect(secret)
  })

  test('creates an active user', async () => {
    const email = newEmail()
    const made = await create({ name: '  Ann Lee ', email })
    assert.ok(Math.abs(Date.now() - made.createdAt.getTime()) < 60_000)
    const { id, createdAt, ...rest } = made
    assert.deepEqual(rest, {
      name: 'Ann Lee',
      email,
      status: 'active',
      role: predefined('member'),
      isDeveloper: true,
      isNew: true,
      inviteMode: 'none',
      temporaryPassword: null,
    })
    const user = await arize.users.get(id)
    note('users.get', { userId: id })
    const { isNew, inviteMode, temporaryPassword, ...expected } = made
    assert.deepEqual(user, expected)
  })

  test('the role sets the developer flag unless it is given', async () => {
    assert.equal((await create({ role: predefined('annotator') })).isDeveloper, false)
    assert.equal((await create({ role: predefined('admin'), isDeveloper: null })).isDeveloper, true)
    assert.equal((await create({ isDeveloper: false })).isDeveloper, false)
  })

  test('an email identifies an invited user', async () => {
    const email = newEmail()
    const made = await create({ email, inviteMode: 'email_link' })
    assert.deepEqual([made.status, made.inviteMode, made.isNew], ['invited', 'email_link', true])
    const again = await create({ email, name: 'Other', inviteMode: 'email_link' })
    assert.deepEqual([again.id, again.name, again.isNew, again.inviteMode], [made.id, 'Ann', false, null])
  })

  test('returns the temporary password, which the Python SDK drops', async () => {
    const email = newEmail()
    const made = await create({ email, inviteMode: 'temporary_password' })
    assert.ok(made.temporaryPassword)
    const sent = (await server().sentEmails()).filter(({ to }) => JSON.stringify(to).includes(email))
    assert.ok(sent.some((message) => JSON.stringify(message).includes(made.temporaryPassword ?? '?')))
    const again = await create({ email, inviteMode: 'temporary_password' })
    assert.deepEqual([again.isNew, again.temporaryPassword], [false, null])
  })

  test('lists by email, status and page', async () => {
    const client = connect((await native.newDomain()).secret)
    const invited = await create({ inviteMode: 'email_link', name: 'Bea' }, client)
    const active = await create({}, client)
    const list = async (given: ListUsers) => {
      const users = await client.users.list(given).toArray({ limit: 99 })
      note('users.list', given)
      return users.map(({ id }) => id)
    }
    const everybody = await list({})
    assert.equal(everybody.length, 3)
    assert.deepEqual(everybody.slice(1), [invited.id, active.id])
    assert.deepEqual(await list({ limit: 1 }), everybody)
    assert.deepEqual(await list({ email: active.email.toUpperCase(), limit: 100 }), [active.id])
    assert.deepEqual(await list({ status: ['invited'] }), [invited.id])
    assert.deepEqual(await list({ status: ['invited', 'expired'], email: null, cursor: null }), [invited.id])
    assert.deepEqual(await list({ status: [] }), everybody)

    const { users, pagination } = await client.users.listPage({ limit: 2 })
    assert.deepEqual([users.length, pagination.hasMore], [2, true])
    assert.deepEqual(await list({ limit: 2, cursor: pagination.nextCursor }), [active.id])
    const last = await client.users.listPage({ limit: 2, cursor: pagination.nextCursor })
    assert.deepEqual(last.pagination, { hasMore: false, nextCursor: null })
  })

  for (const sdkVersion of ['8.26.0', '8.40.0'] as const)
    test(`speaks the wire of ${sdkVersion}`, async () => {
      const client = connect(secret, sdkVersion)
      const made = await create({ inviteMode: 'email_link', role: predefined('annotator') }, client)
      assert.deepEqual(
        [made.status, made.inviteMode, made.role],
        ['invited', 'email_link', predefined('annotator')],
      )
      const found = await client.users.list({ email: made.email, status: ['invited'] }).toArray({ limit: 2 })
      assert.deepEqual(
        found.map(({ id, role }) => [id, role]),
        [[made.id, predefined('annotator')]],
      )
    })

  test('changes the given fields', async () => {
    const { id } = await create()
    const update = async (given: Omit<UpdateUser, 'userId'>) => {
      const { name, isDeveloper } = await arize.users.update({ userId: id, ...given })
      note('users.update', { userId: id, ...given })
      return [name, isDeveloper]
    }
    assert.deepEqual(await update({ name: 'Bea' }), ['Bea', true])
    assert.deepEqual(await update({ isDeveloper: false, name: null }), ['Bea', false])
    assert.equal((await arize.users.get(id)).name, 'Bea')
  })

  test('deletes a user, and a second time without an error', async () => {
    const { id, email } = await create()
    for (let time = 0; time < 2; time++) await arize.users.delete(id)
    note('users.delete', { userId: id })
    await rejects('users.get', NotFoundException, () => arize.users.get(id))
    await rejects('users.create', ConflictException, () => create({ email }))
  })

  test('sends invitations and links to choose a password', async () => {
    const invited = await create({ inviteMode: 'email_link' })
    const active = await create()
    await arize.users.resendInvitation(invited.id)
    note('users.resendInvitation', { userId: invited.id })
    await arize.users.resetPassword(active.id)
    note('users.resetPassword', { userId: active.id })
    const emails = JSON.stringify(await server().sentEmails())
    assert.ok(emails.includes(invited.email) && emails.includes(active.email))
    await rejects('users.resendInvitation', BadRequestException, () =>
      arize.users.resendInvitation(active.id),
    )
    await rejects('users.resetPassword', BadRequestException, () => arize.users.resetPassword(invited.id))
  })

  test('errors have the class of their status', async () => {
    const wrong = connect('wrong')
    const { id } = await create()
    await rejects('users.list', UnauthorizedException, () => wrong.users.list().toArray({ limit: 1 }))
    await rejects('users.list', BadRequestException, () => arize.users.listPage({ cursor: 'x/y' }))
    await rejects('users.get', NotFoundException, () => arize.users.get('no id'))
    await rejects('users.update', NotFoundException, () => arize.users.update({ userId: absent, name: 'x' }))
    await rejects('users.update', BadRequestException, () => arize.users.update({ userId: id, name: ' ' }))
    await rejects('users.delete', NotFoundException, () => arize.users.delete(absent))
    const custom = { type: 'custom', id: 'Um9sZToxOng=' } as const
    await rejects('users.create', BadRequestException, () => create({ role: custom }))
    await rejects('users.create', BadRequestException, () => create({ email: 'no address' }))
    const { username, password } = await native.newUser()
    const ordinary = connect(await native.signIn(username, password))
    await rejects('users.create', ForbiddenException, () => create({}, ordinary))
  })

  test('malformed arguments are rejected before a request', async () => {
    const { users } = recordCalls(
      new Arize({ apiKey: 'key', baseUrl: 'https://unreachable.invalid' }),
      called,
    )
    const user = { name: 'x', email: 'x@example.com', role: predefined('member'), inviteMode: 'none' }
    const make = (more: object) => () => users.create({ ...user, ...more } as CreateUser)
    const change = (more: object) => () => users.update({ userId: 'x', ...more } as UpdateUser)
    const list = (given: object) => () => users.list(given as ListUsers)
    const long = 'x'.repeat(256)
    for (const limit of [0, 101, 1.5, '7', null])
      await rejectsArgument('users.list', 'limit', list({ limit }))
    await rejectsArgument('users.list', 'email', list({ email: long }))
    await rejectsArgument('users.list', 'status', list({ status: 'active' }))
    await rejectsArgument('users.list', 'status[1]', list({ status: ['active', 'inactive'] }))
    await rejectsArgument('users.list', 'cursor', list({ cursor: 7 }))
    await rejectsArgument('users.listPage', 'limit', () => users.listPage({ limit: 0 }))
    for (const name of [undefined, null, '', 7, long])
      await rejectsArgument('users.create', 'name', make({ name }))
    await rejectsArgument('users.create', 'email', make({ email: '' }))
    await rejectsArgument('users.create', 'role', make({ role: 'member' }))
    await rejectsArgument('users.create', 'role.type', make({ role: { name: 'member' } }))
    await rejectsArgument('users.create', 'role.name', make({ role: { type: 'predefined', name: 'owner' } }))
    await rejectsArgument('users.create', 'role.id', make({ role: { type: 'custom', id: '' } }))
    await rejectsArgument('users.create', 'inviteMode', make({ inviteMode: 'NONE' }))
    await rejectsArgument('users.create', 'isDeveloper', make({ isDeveloper: 'yes' }))
    for (const more of [{}, { name: null, isDeveloper: null }, { more: 1 }])
      await rejectsArgument('users.update', 'name', change(more))
    await rejectsArgument('users.update', 'name', change({ name: '' }))
    await rejectsArgument('users.update', 'isDeveloper', change({ isDeveloper: 1 }))
    for (const userId of ['', undefined, null, 7, '..'] as string[]) {
      await rejectsArgument('users.update', 'userId', change({ userId, name: 'x' }))
      await rejectsArgument('users.get', 'userId', () => users.get(userId))
      await rejectsArgument('users.delete', 'userId', () => users.delete(userId))
      await rejectsArgument('users.resendInvitation', 'userId', () => users.resendInvitation(userId))
      await rejectsArgument('users.resetPassword', 'userId', () => users.resetPassword(userId))
    }
    const missing = undefined as never
    await rejectsArgument('users.create', 'user', () => users.create(missing))
    await rejectsArgument('users.update', 'update', () => users.update(missing))
    assert.equal([...'😀'.repeat(255)].length, 255)
    await assert.rejects(
      users.update({ userId: 'x', name: '😀'.repeat(255) }, { signal: AbortSignal.abort() }),
      { name: 'AbortError' },
    )
  })

  test('the examples of the documentation run', async () => {
    const client = connect((await native.newDomain()).secret)
    const email = newEmail()
    assert.match(await examples.invite(client, email), /^the password is \S+/)
    assert.equal(await examples.invite(client, email), 'already invited')
    assert.deepEqual(await examples.invitedEmails(client), [email])
    const { id } = await create()
    assert.equal(await examples.rename(arize, id, 'Bea'), 'Bea')
    assert.equal(await examples.rename(arize, absent, 'Bea'), 'Not Found')
    assert.equal(await examples.rename(arize, id, ''), 'malformed name')
    assert.equal((await examples.firstCall(secret, `${server().url}/arize`)).length, 1)
  })

  test('the key is not part of the client or errors', async () => {
    const client = new Arize({ apiKey: secret, baseUrl: `${server().url}/arize` })
    const error = await client.users.get(absent).catch((thrown: unknown) => thrown)
    for (const shown of [client, client.users, error])
      assert.ok(!inspect(shown, { depth: 20, showHidden: true }).includes(secret))
    assert.ok(!JSON.stringify([client, error]).includes(secret))
  })

  test('every operation of the seed was exercised', () => {
    assert.equal(arizeSeed.operations.length, arizeSeed.count)
    assert.deepEqual(notExercised(arizeSeed, called), [])
  })
})
