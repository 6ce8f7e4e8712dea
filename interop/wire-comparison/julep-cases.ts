import { randomUUID } from 'node:crypto'
import { ApiError, ArgumentError, Julep, type JulepOptions, type NewDoc } from '@muster/sdk/julep'
import { keys, makeCase, url } from './recording.ts'

// Each operation and each error of our client; julep_cases.py has the same cases.

const testCase = makeCase((error) => {
  if (error instanceof ApiError) return `status ${error.status}`
  return error instanceof ArgumentError ? 'argument' : undefined
})
const baseUrl = `${url}/julep/api`
const connect = (apiKey: string | undefined) => new Julep({ apiKey, baseUrl } as JulepOptions)
const { users, docs } = connect(keys['manager'])
const doc = { title: 'Notes', content: ['one', 'two'] }
/** The first page, as the Python SDK returns it. */
const all = { limit: 100_000 }
/** Passes arguments that the types do not allow. */
const invalid = (value: unknown) => value as never

await testCase('client without a key', () => void connect(undefined))
await testCase('client without an address', () => void new Julep(invalid({ apiKey: 'key' })))

const ann = (await testCase('create', () => users.create({ name: 'Ann', about: 'Likes rain' })))?.id ?? ''
const metadata = { type: 'test', deep: { a: [1, null] }, text: 'x y+z&ü' }
await testCase('create with everything', () =>
  users.create({ name: 'Grüße 🙂', about: '', metadata, docs: [doc] }),
)
await testCase('create with metadata of docs', () =>
  users.create({ name: 'Ben', about: '', docs: [{ ...doc, metadata: { kind: 'note' } }] }),
)
await testCase('create with null', () => users.create({ name: null, about: null }))
await testCase('get', () => users.get(ann))
await testCase('get in capitals', () => users.get(ann.toUpperCase()))
await testCase('get without dashes', () => users.get(ann.replaceAll('-', '')))
await testCase('get in braces', () => users.get(`{${ann}}`))
await testCase('get a URN', () => users.get(`urn:uuid:${ann}`))
await testCase('list', () => users.list().toArray(all))
await testCase('list with limit', () => users.list({ limit: 2 }).toArray(all))
await testCase('list with limit and offset', () => users.list({ limit: 2, offset: 1 }).toArray(all))
await testCase('list with offset', () => users.list({ offset: 1 }).toArray(all))
await testCase('list with filter', () => users.list({ limit: 5, metadataFilter: metadata }).toArray(all))
await testCase('update name', () => users.update({ userId: ann, name: 'Anna' }))
await testCase('update about and metadata', () =>
  users.update({ userId: ann, about: 'ü', metadata: { a: { b: 1 } } }),
)
await testCase('update to null', () => users.update({ userId: ann, name: null }))
await testCase('update nothing', () => users.update({ userId: ann }))
const overwrite = { userId: ann, name: 'B', about: 'C', overwrite: true } as const
await testCase('overwrite', () => users.update(overwrite))
await testCase('overwrite with metadata', () => users.update({ ...overwrite, metadata: { n: 1 } }))
const made = await testCase('create doc', () =>
  docs.create({ userId: ann, doc: { title: 'x', content: 'y' } }),
)
const docId = made?.id ?? ''
await testCase('create doc with metadata', () =>
  docs.create({ userId: ann, doc: { ...doc, metadata: { kind: 'note' } } }),
)
await testCase('list docs', () => docs.list({ userId: ann }).toArray(all))
await testCase('list docs with limit', () =>
  docs.list({ userId: ann, limit: 1, offset: 1, metadataFilter: { a: 1 } }).toArray(all),
)
await testCase('delete doc', () => docs.delete({ userId: ann, docId }))
await testCase('delete doc again', () => docs.delete({ userId: ann, docId }))
await testCase('delete', () => users.delete(ann))
await testCase('delete again', () => users.delete(ann))

const absent = randomUUID()
const version1 = 'c232ab00-9414-11ec-b3c8-9f6bdeced846'
await testCase('get an absent user', () => users.get(absent))
await testCase('get a UUID of version 1', () => users.get(version1))
await testCase('update an absent user', () => users.update({ userId: absent, name: 'x' }))
await testCase('overwrite an absent user', () =>
  users.update({ userId: absent, name: 'x', about: 'y', overwrite: true }),
)
await testCase('list docs of an absent user', () => docs.list({ userId: absent }).toArray(all))
await testCase('create doc of an absent user', () => docs.create({ userId: absent, doc }))
await testCase('list with a wrong key', () => connect('wrong').users.list({ limit: 1 }).toArray(all))
await testCase('create with a name that is too long', () =>
  users.create({ name: 'x'.repeat(300), about: '' }),
)
const newUser = (...docs: NewDoc[]) => users.create({ name: 'x', about: '', docs })
await testCase('create with an empty title', () => newUser({ title: '', content: 'y' }))
const ordinary = connect(keys['ordinary'])
await testCase('list without permission', () => ordinary.users.list({ limit: 1 }).toArray(all))

await testCase('get: id is no UUID', () => users.get('nope'))
await testCase('get: id is empty', () => users.get(''))
await testCase('get: id is a number', () => users.get(invalid(7)))
await testCase('get: id is null', () => users.get(invalid(null)))
await testCase('update: user_id is no UUID', () => users.update({ userId: 'nope', name: 'x' }))
await testCase('delete: user_id is no UUID', () => users.delete('nope'))
await testCase('create: no name', () => users.create(invalid({ about: 'x' })))
await testCase('create: no about', () => users.create(invalid({ name: 'x' })))
await testCase('create: docs is text', () => users.create(invalid({ name: 'x', about: 'y', docs: 'z' })))
await testCase('create: doc without title', () => newUser(invalid({ content: 'z' })))
await testCase('create: doc without content', () => newUser(invalid({ title: 'z' })))
await testCase('create: metadata is text', () =>
  users.create({ name: 'x', about: 'y', metadata: invalid('z') }),
)
await testCase('create: name is a number', () => users.create({ name: invalid(7), about: 'y' }))
await testCase('list: limit is text', () => users.list({ limit: invalid('2') }).toArray(all))
await testCase('list: limit is 0', () => users.list({ limit: 0 }).toArray(all))
await testCase('list: offset is text', () => users.list({ offset: invalid('2') }).toArray(all))
await testCase('list: offset is -1', () => users.list({ limit: 1, offset: -1 }).toArray(all))
await testCase('list: metadata_filter is text', () =>
  users.list({ metadataFilter: invalid('x') }).toArray(all),
)
await testCase('update: overwrite without about', () =>
  users.update(invalid({ userId: absent, name: 'x', overwrite: true })),
)
await testCase('update: overwrite with null', () =>
  users.update(invalid({ userId: absent, name: 'x', about: null, overwrite: true })),
)
await testCase('list docs: user_id is no UUID', () => docs.list({ userId: 'nope' }).toArray(all))
await testCase('create doc: user_id is no UUID', () => docs.create({ userId: 'nope', doc }))
await testCase('create doc: no content', () => docs.create({ userId: absent, doc: invalid({ title: 'x' }) }))
await testCase('delete doc: user_id is no UUID', () => docs.delete({ userId: 'nope', docId: absent }))
await testCase('delete doc: doc_id is no UUID', () => docs.delete({ userId: absent, docId: 'nope' }))

for (const status of [400, 409, 429, 500, 503]) {
  const respond = { status, body: { detail: 'prepared' } }
  await testCase(`get with status ${status}`, () => users.get(absent), respond)
}
await testCase('create with status 503', () => users.create({ name: 'x', about: 'y' }), {
  status: 503,
  body: {},
})
