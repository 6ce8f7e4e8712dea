import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { inspect } from 'node:util'
import { type Native, nativeClient } from '../../server/test/native.ts'
import * as examples from '../examples/roboto.ts'
import {
  type CreateUserRequest,
  Roboto,
  RobotoConflictException,
  RobotoInvalidRequestException,
  RobotoNotFoundException,
  RobotoUnauthorizedException,
  type UpdateUserRequest,
  type User,
  UserRecord,
} from '../src/roboto/index.ts'
import { onEachMuster } from './muster-server.ts'
import { recordCalls } from './recorded-calls.ts'
import { recordErrors } from './recorded-errors.ts'
import { robotoSeed } from './seeds/roboto.ts'
import { notExercised } from './seeds/seed.ts'

const pictureUrl = 'https://pictures.example/robot.png'

onEachMuster('the Roboto client with Muster', (server) => {
  const called = new Set<string>()
  const { fails, rejectsArgument } = recordErrors(called)
  let native: Native
  /** The platform: an administrator of the system. */
  let platform: Roboto
  let count = 0

  const newId = () => `alice-${++count}+x@example.com`
  const connect = (apiKey: string) =>
    recordCalls(new Roboto({ apiKey, baseUrl: `${server().url}/roboto` }), called)
  const recorded = (user: User) => recordCalls(user, called, 'user')
  const create = async (request: Partial<CreateUserRequest> = {}) => {
    const full = { userId: newId(), ...request }
    const user = await platform.users.create(full)
    for (const field of Object.keys(full)) called.add(`users.create ${field}`)
    return recorded(user)
  }
  /** A user without administrative roles, and a client with its session. */
  const newPerson = async () => {
    const { username, password } = await native.newUser()
    return { userId: username, roboto: connect(await native.signIn(username, password)) }
  }

  before(async () => {
    native = await nativeClient(server())
    platform = connect(native.admin)
  })

  test('creates a user with the defaults of the service', async () => {
    const userId = newId()
    const user = await create({ userId })
    assert.equal(user.userId, userId)
    assert.equal(user.name, null)
    assert.deepEqual(user.toDict(), {
      user_id: userId,
      name: null,
      picture_url: null,
      is_service_user: false,
      is_system_user: false,
      notification_channels_enabled: { email: true, web_ui: false },
      notification_types_enabled: { comment_mention: true },
    })
    assert.equal(JSON.stringify(user), JSON.stringify(user.toDict()))
    assert.deepEqual(
      [user.record.isEmailNotificationsEnabled(), user.record.isCommentMentionsEnabled()],
      [true, true],
    )
  })

  test('creates a user with every field', async () => {
    const user = await create({
      name: 'Robot',
      pictureUrl,
      isServiceUser: true,
      isSystemUser: false,
      defaultNotificationChannels: ['web_ui'],
      defaultNotificationTypes: [],
    })
    const { record } = recorded(await platform.users.fromId(user.userId))
    assert.deepEqual(
      [record.userId, record.name, record.pictureUrl, record.isServiceUser, record.isSystemUser],
      [user.userId, 'Robot', pictureUrl, true, false],
    )
    assert.deepEqual({ ...record.notificationChannelsEnabled }, { email: false, web_ui: true })
    assert.deepEqual({ ...record.notificationTypesEnabled }, { comment_mention: false })
    assert.deepEqual(
      [record.isEmailNotificationsEnabled(), record.isCommentMentionsEnabled()],
      [false, false],
    )
    const silent = await create({ defaultNotificationChannels: null, isSystemUser: true })
    assert.equal(silent.record.isEmailNotificationsEnabled(), false)
    assert.equal(silent.record.isSystemUser, true)
  })

  test('finds every id', async () => {
    for (const end of ['plain', 'with space', 'sl/ash', 'a+b', '50%', 'grün', "'(quoted)*!", '世界']) {
      const user = await create({ userId: `${newId()} ${end}` })
      assert.equal((await platform.users.fromId(user.userId)).userId, user.userId)
    }
  })

  test('changes the given fields and keeps the others', async () => {
    const user = await create({ name: 'Alice' })
    const update = async (request: UpdateUserRequest) => {
      await user.update(request)
      for (const field of Object.keys(request)) called.add(`user.update ${field}`)
    }
    await update({ name: 'Alison' })
    await update({ notificationChannelsEnabled: { web_ui: true } })
    await update({ notificationTypesEnabled: { comment_mention: false } })
    await update({ pictureUrl, name: null })
    await update({})
    await user.update()
    const found = await platform.users.fromId(user.userId)
    assert.deepEqual(found.toDict(), {
      ...user.toDict(),
      name: 'Alison',
      picture_url: pictureUrl,
      notification_channels_enabled: { email: true, web_ui: true },
      notification_types_enabled: { comment_mention: false },
    })
    assert.equal((await found.update()) === found, true)
  })

  test('changes and deletes a user whose id is Latin-1', async () => {
    const user = await create({ userId: `${newId()} grün` })
    await user.update({ name: 'Grün' })
    assert.equal((await platform.users.fromId(user.userId)).name, 'Grün')
    await user.delete()
    await fails('users.fromId', RobotoNotFoundException, () => platform.users.fromId(user.userId))
  })

  test('returns the owner of the key, and its organizations', async () => {
    const { userId, roboto } = await newPerson()
    const self = await roboto.users.forSelf()
    assert.equal(self.userId, userId)
    await self.update({ name: 'Myself' })
    assert.equal((await roboto.users.fromId(userId)).name, 'Myself')
    assert.equal(((await roboto.users.whoAmI()) as { user_id: string }).user_id, userId)
    assert.deepEqual(await roboto.orgs.forSelf(), [])
    const [org] = await platform.orgs.forSelf()
    assert.deepEqual([org?.name, org?.tier, org?.status], ['admin', 'free', 'active'])
    assert.ok(org && Math.abs(Date.now() - org.created.getTime()) < 600_000)
    assert.deepEqual(await platform.orgs.forUser('admin'), [org])
    await fails('orgs.forUser', RobotoNotFoundException, () => platform.orgs.forUser('absent'))
    await self.delete()
    await fails('users.forSelf', RobotoUnauthorizedException, () => roboto.users.forSelf())
  })

  test('errors have the classes of Roboto', async () => {
    const other = await create()
    const { roboto } = await newPerson()
    const theirs = roboto.users.fromRecord(other.record)
    await fails('users.create', RobotoUnauthorizedException, () => roboto.users.create({ userId: newId() }))
    await fails('users.fromId', RobotoUnauthorizedException, () => roboto.users.fromId(other.userId))
    await fails('user.update', RobotoUnauthorizedException, () => theirs.update({ name: 'Eve' }))
    await fails('user.delete', RobotoUnauthorizedException, () => theirs.delete())
    await fails('users.forSelf', RobotoUnauthorizedException, () => connect('wrong').users.forSelf())
    await fails('users.create', RobotoConflictException, () => create({ userId: other.userId }))
    const invalid = await fails('users.create', RobotoInvalidRequestException, () =>
      create({ userId: 'x'.repeat(300) }),
    )
    assert.deepEqual([invalid.status, invalid.code], [400, 'RobotoInvalidRequestException'])
    await other.delete()
    await fails('user.delete', RobotoNotFoundException, () => other.delete())
    await fails('user.update', RobotoNotFoundException, () => other.update({ name: 'Ghost' }))
    await fails('users.fromId', RobotoNotFoundException, () => platform.users.fromId(other.userId))
  })

  test('malformed arguments are rejected before a request', async () => {
    const { users, orgs } = new Roboto({ apiKey: 'key', baseUrl: 'http://127.0.0.1:1/roboto' })
    for (const userId of [undefined, null, 7, ''] as unknown as string[]) {
      await rejectsArgument('users.create', 'userId', () => users.create({ userId }))
      await rejectsArgument('users.fromId', 'userId', () => users.fromId(userId))
      await rejectsArgument('orgs.forUser', 'userId', () => orgs.forUser(userId))
    }
    for (const userId of ['.', '..'])
      await rejectsArgument('users.fromId', 'userId', () => users.fromId(userId))
    const attempt = (more: object) => () => users.create({ userId: 'x', ...more } as CreateUserRequest)
    await rejectsArgument('users.create', 'name', attempt({ name: 7 }))
    await rejectsArgument('users.create', 'pictureUrl', attempt({ pictureUrl: {} }))
    await rejectsArgument('users.create', 'isServiceUser', attempt({ isServiceUser: 'no' }))
    await rejectsArgument('users.create', 'isSystemUser', attempt({ isSystemUser: null }))
    const channels = (value: unknown) => attempt({ defaultNotificationChannels: value })
    await rejectsArgument('users.create', 'defaultNotificationChannels', channels('email'))
    await rejectsArgument('users.create', 'defaultNotificationChannels[1]', channels(['email', 'slack']))
    const types = attempt({ defaultNotificationTypes: [null] })
    await rejectsArgument('users.create', 'defaultNotificationTypes[0]', types)
    const user = users.fromRecord(new UserRecord({ userId: 'x' }))
    const update = (request: object) => () => user.update(request)
    await rejectsArgument('user.update', 'name', update({ name: '' }))
    await rejectsArgument('user.update', 'pictureUrl', update({ pictureUrl: '' }))
    const flags = (value: unknown) => update({ notificationChannelsEnabled: value })
    await rejectsArgument('user.update', 'notificationChannelsEnabled', flags({ slack: true }))
    await rejectsArgument('user.update', 'notificationChannelsEnabled.email', flags({ email: 'yes' }))
    for (const userId of [' x', 'x ', 'a\nb', '世界', '']) {
      const target = users.fromRecord(new UserRecord({ userId }))
      await rejectsArgument('user.update', 'userId', () => target.update({ name: 'x' }))
      await rejectsArgument('user.delete', 'userId', () => target.delete())
    }
    await rejectsArgument('users.fromRecord', 'record', () => users.fromRecord({ userId: 'x' } as UserRecord))
  })

  test('the examples of the documentation run', async () => {
    const baseUrl = `${server().url}/roboto`
    const { userId } = await newPerson()
    assert.equal(await examples.firstCall(native.admin, baseUrl), 'admin: without a name')
    const roboto = new Roboto({ apiKey: native.admin, baseUrl })
    assert.equal(await examples.createServiceUser(roboto, newId()), false)
    assert.deepEqual(await examples.orgNames(roboto, 'admin'), ['admin'])
    for (const expected of ['deleted', 'no such user'])
      assert.equal(await examples.deleteIfExists(roboto, userId), expected)
    assert.equal(await examples.deleteIfExists(roboto, ''), 'malformed userId')
  })

  test('the key is not part of the client, a user or errors', async () => {
    const secret = native.admin
    const roboto = new Roboto({ apiKey: secret, baseUrl: `${server().url}/roboto` })
    const user = await roboto.users.forSelf()
    const error = await roboto.users.fromId('absent').catch((thrown: unknown) => thrown)
    for (const shown of [roboto, roboto.users, roboto.orgs, user, error])
      assert.ok(!inspect(shown, { depth: 20, showHidden: true }).includes(secret))
    assert.ok(!JSON.stringify([roboto, user, error]).includes(secret))
  })

  test('every operation of the seed was exercised', () => {
    assert.equal(robotoSeed.operations.length, robotoSeed.count)
    assert.deepEqual(notExercised(robotoSeed, called), [])
  })
})
