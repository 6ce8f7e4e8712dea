import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { before, test } from 'node:test'
import { inspect } from 'node:util'
import { type Native, nativeClient } from '../../server/test/native.ts'
import * as examples from '../examples/julep.ts'
import {
  AuthenticationError,
  type CreateUser,
  InvalidRequestError,
  Julep,
  type ListOptions,
  NotFoundError,
  PermissionDeniedError,
  type UpdateUser,
} from '../src/julep/index.ts'
import { onEachMuster } from './muster-server.ts'
import { recordCalls } from './recorded-calls.ts'
import { recordErrors } from './recorded-errors.ts'
import { julepSeed } from './seeds/julep.ts'
import { notExercised } from './seeds/seed.ts'

const ann = { name: 'Ann', about: 'Likes rain' }
const note = { title: 'Notes', content: ['one', 'two'], metadata: { kind: 'note' } }
const isRecent = (time: Date | null) => time !== null && Math.abs(Date.now() - time.getTime()) < 60_000

onEachMuster('the Julep client with Muster', (server) => {
  const called = new Set<string>()
  const { fails, rejectsArgument } = recordErrors(called)
  let native: Native
  let julep: Julep
  let ownerId: string

  const connect = (apiKey: string) =>
    recordCalls(new Julep({ apiKey, baseUrl: `${server().url}/julep/api` }), called)
  /** A client of a new domain, so that lists have known content. */
  const newDeveloper = async () => connect((await native.newDomain()).secret)

  before(async () => {
    native = await nativeClient(server())
    const domain = await native.newDomain()
    ownerId = domain.userId
    julep = connect(domain.secret)
  })

  test('creates a user with docs and returns its metadata', async () => {
    const metadata = { type: 'test', camelCase: { snake_case: [1, null] }, constructor: true }
    const made = await julep.users.create({ ...ann, metadata, docs: [note] })
    assert.ok(isRecent(made.createdAt))
    assert.deepEqual(made.jobs, [])
    const user = await julep.users.get(made.id)
    const { createdAt, updatedAt, ...rest } = user
    assert.deepEqual(rest, { id: made.id, ...ann, metadata })
    assert.deepEqual([createdAt, updatedAt], [made.createdAt, made.createdAt])
    const [doc] = await julep.docs.list({ userId: made.id }).toArray({ limit: 9 })
    assert.deepEqual({ title: doc?.title, content: doc?.content, metadata: doc?.metadata }, note)
    assert.ok(doc && isRecent(doc.createdAt))
  })

  test('the service chooses a name when it is null', async () => {
    const { id } = await julep.users.create({ name: null, about: null })
    const user = await julep.users.get(id)
    assert.deepEqual([user.name, user.about, user.metadata], ['User', '', {}])
  })

  test('accepts every spelling of an id', async () => {
    const { id } = await julep.users.create(ann)
    for (const spelling of [id.toUpperCase(), id.replaceAll('-', ''), `{${id}}`, `urn:uuid:${id}`])
      assert.equal((await julep.users.get(spelling)).id, id)
  })

  test('lists users in pages, with limit, offset, filter and order', async () => {
    const client = await newDeveloper()
    const made: string[] = []
    for (let n = 0; n < 103; n++)
      made.push((await client.users.create({ ...ann, metadata: { even: n % 2 === 0 } })).id)
    const ids = async (list: ListOptions) =>
      (await client.users.list(list).toArray({ limit: 1000 })).map(({ id }) => id)
    const all = await ids({})
    // The owner of the key is the 104th, the oldest.
    assert.deepEqual([all.length, new Set(all).size], [104, 104])
    assert.deepEqual(await ids({ limit: 2 }), all.slice(0, 2))
    assert.deepEqual(await ids({ limit: 3, offset: 100 }), all.slice(100, 103))
    assert.deepEqual(await ids({ order: 'asc', sortBy: 'created_at', limit: 2, offset: 1 }), [
      all.at(-2),
      all.at(-3),
    ])
    assert.equal((await ids({ metadataFilter: { even: true } })).length, 52)
    assert.deepEqual(await ids({ metadataFilter: { even: 'true' } }), [])
    const sizes: number[] = []
    for await (const page of client.users.list().pages()) sizes.push(page.length)
    assert.deepEqual(sizes, [100, 4])
  })

  test('changes the given fields, and replaces all with overwrite', async () => {
    const { id } = await julep.users.create({ ...ann, metadata: { keep: 1, change: 1 } })
    const changed = await julep.users.update({ userId: id, name: 'Bea', metadata: { change: 2 } })
    assert.equal(changed.id, id)
    assert.ok(isRecent(changed.updatedAt))
    await julep.users.update({ userId: id, name: null, about: null })
    await julep.users.update({ userId: id })
    const merged = await julep.users.get(id)
    assert.deepEqual([merged.name, merged.about, merged.metadata], ['Bea', ann.about, { keep: 1, change: 2 }])
    await julep.users.update({ userId: id, name: 'Cid', about: '', overwrite: true })
    called.add('users.update overwrite')
    const replaced = await julep.users.get(id)
    assert.deepEqual([replaced.name, replaced.about, replaced.metadata], ['Cid', '', {}])
  })

  test('creates, lists and deletes docs', async () => {
    const { id: userId } = await julep.users.create(ann)
    const made = await julep.docs.create({ userId, doc: note })
    await julep.docs.create({ userId, doc: { title: 'Short', content: 'text' } })
    const titles = async (list: ListOptions) =>
      (await julep.docs.list({ userId, ...list }).toArray({ limit: 10 })).map(({ title }) => title)
    assert.deepEqual(await titles({}), ['Short', 'Notes'])
    assert.deepEqual(await titles({ limit: 1, offset: 1 }), ['Notes'])
    assert.deepEqual(await titles({ metadataFilter: { kind: 'note' } }), ['Notes'])
    await julep.docs.delete({ userId, docId: made.id })
    assert.deepEqual(await titles({}), ['Short'])
    await fails('docs.delete', NotFoundError, () => julep.docs.delete({ userId, docId: made.id }))
  })

  test('unknown and deleted users are a NotFoundError', async () => {
    const { id } = await julep.users.create(ann)
    await julep.users.delete(id)
    for (const userId of [id, randomUUID()]) {
      const error = await fails('users.get', NotFoundError, () => julep.users.get(userId))
      assert.deepEqual([error.status, error.message], [404, 'User not found'])
      await fails('users.update', NotFoundError, () => julep.users.update({ userId }))
      await fails('users.delete', NotFoundError, () => julep.users.delete(userId))
      await fails('docs.list', NotFoundError, () => julep.docs.list({ userId }).toArray({ limit: 1 }))
      await fails('docs.create', NotFoundError, () => julep.docs.create({ userId, doc: note }))
    }
  })

  test('invalid keys and missing permissions have their own errors', async () => {
    const stranger = connect('wrong')
    await fails('users.get', AuthenticationError, () => stranger.users.get(randomUUID()))
    const own = ownerId.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
    await fails('users.delete', PermissionDeniedError, () => julep.users.delete(own))
    await fails('users.create', InvalidRequestError, () =>
      julep.users.create({ name: 'x'.repeat(300), about: '' }),
    )
  })

  test('malformed arguments are rejected before a request', async () => {
    const unreachable = new Julep({ apiKey: 'key', baseUrl: 'http://127.0.0.1:1/julep/api' })
    const { users, docs } = unreachable
    const id = randomUUID()
    const bad = [undefined, null, 7, '', 'nope', `${id}0`, `${id}/..`] as unknown as string[]
    for (const userId of bad) {
      await rejectsArgument('users.get', 'id', () => users.get(userId))
      await rejectsArgument('users.update', 'userId', () => users.update({ userId }))
      await rejectsArgument('users.delete', 'userId', () => users.delete(userId))
      await rejectsArgument('docs.list', 'userId', () => docs.list({ userId }))
      await rejectsArgument('docs.create', 'userId', () => docs.create({ userId, doc: note }))
      await rejectsArgument('docs.delete', 'docId', () => docs.delete({ userId: id, docId: userId }))
    }
    const create = (more: object) => () => users.create({ ...ann, ...more } as CreateUser)
    await rejectsArgument('users.create', 'name', create({ name: undefined }))
    await rejectsArgument('users.create', 'about', create({ about: 7 }))
    await rejectsArgument('users.create', 'docs', create({ docs: {} }))
    await rejectsArgument('users.create', 'docs[0].title', create({ docs: [{ content: 'text' }] }))
    await rejectsArgument('users.create', 'docs[1]', create({ docs: [note, null] }))
    await rejectsArgument('users.create', 'docs[0].content', create({ docs: [{ title: 'x' }] }))
    await rejectsArgument('users.create', 'metadata', create({ metadata: [] }))
    const list = (more: object) => () => users.list(more as ListOptions)
    for (const limit of [0, -1, 1.5, '3', null]) await rejectsArgument('users.list', 'limit', list({ limit }))
    for (const offset of [-1, '0']) await rejectsArgument('users.list', 'offset', list({ offset }))
    await rejectsArgument('users.list', 'metadataFilter', list({ metadataFilter: 'x' }))
    await rejectsArgument('users.list', 'order', list({ order: 'up' }))
    await rejectsArgument('users.list', 'sortBy', list({ sortBy: 'name' }))
    const update = (more: object) => () => users.update({ userId: id, ...more } as UpdateUser)
    await rejectsArgument('users.update', 'name', update({ name: 7 }))
    await rejectsArgument('users.update', 'about', update({ about: {} }))
    await rejectsArgument('users.update', 'name', update({ about: 'x', overwrite: true }))
    await rejectsArgument('users.update', 'about', update({ name: 'x', about: null, overwrite: true }))
    await rejectsArgument('users.update', 'overwrite', update({ overwrite: 'yes' }))
    await rejectsArgument('users.update', 'metadata', update({ metadata: null }))
  })

  test('the examples of the documentation run', async () => {
    const { secret } = await native.newDomain()
    const baseUrl = `${server().url}/julep/api`
    assert.match(await examples.firstCall(secret, baseUrl), /^Ann since \d{4}-/)
    const client = new Julep({ apiKey: secret, baseUrl })
    const { names, newest } = await examples.listUsers(client)
    assert.deepEqual([names, newest.length], [['Ann'], 2])
    const id = newest[0]?.id ?? ''
    await examples.updateUser(client, id)
    await examples.replaceDocs(client, id)
    const user = await client.users.get(id)
    assert.deepEqual([user.name, user.metadata], ['Bea', {}])
    for (const expected of ['deleted', 'no such user'])
      assert.equal(await examples.deleteIfExists(client, id), expected)
    assert.equal(await examples.deleteIfExists(client, 'x'), 'malformed userId')
  })

  test('the key is not part of the client or of errors', async () => {
    const secret = 'mst_k_secret_of_the_test'
    const client = new Julep({ apiKey: secret, baseUrl: `${server().url}/julep/api` })
    const error = await client.users.get(randomUUID()).catch((thrown: unknown) => thrown)
    for (const shown of [client, client.users, client.docs, error])
      assert.ok(!inspect(shown, { depth: 20, showHidden: true }).includes(secret))
    assert.ok(!JSON.stringify([client, error]).includes(secret))
  })

  test('every operation of the seed was exercised', () => {
    assert.equal(julepSeed.operations.length, julepSeed.count)
    assert.deepEqual(notExercised(julepSeed, called), [])
  })
})
