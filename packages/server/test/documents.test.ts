import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import { purgeUser } from '../src/core/accounts/deletion/purge-user.ts'
import { restoreUser } from '../src/core/accounts/deletion/restore-user.ts'
import { type CreateDocument, createDocument } from '../src/core/directory/documents/create-document.ts'
import type { Document } from '../src/core/directory/documents/document.ts'
import type { DocumentListQuery } from '../src/core/directory/documents/document-store.ts'
import { deleteDocument, getDocument, listDocuments } from '../src/core/directory/documents/documents.ts'
import { updateDocument } from '../src/core/directory/documents/update-document.ts'
import { createUser } from '../src/core/directory/users/create-user.ts'
import { anonymous, type Caller } from '../src/core/kernel/caller.ts'
import { type DomainErrorKind, isDomainError } from '../src/core/kernel/domain-error.ts'
import { builders } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import {
  callerAs,
  createTestCore,
  inDomain,
  systemAdmin,
  systemReader,
  type TestCore,
  unprivileged,
} from './test-core.ts'

onEachDatabase('documents', (makePlace) => {
  let core: TestCore
  let make: ReturnType<typeof builders>
  before(async () => {
    core = await createTestCore(await makePlace(), { documentUserLimit: 5, documentSizeLimit: 1000 })
    make = builders(core)
  })
  after(() => core.close())

  const keep = (userId: string, more: Partial<CreateDocument> = {}) =>
    core.run(createDocument, { userId, title: 'a title', content: ['some text'], ...more })
  const rejected = (work: Promise<unknown>, kind: DomainErrorKind, code: string) =>
    assert.rejects(work, (thrown) => {
      assert.ok(isDomainError(thrown), String(thrown))
      assert.deepEqual([thrown.kind, thrown.code], [kind, code])
      return true
    })
  const titles = async (userId: string, more: Partial<DocumentListQuery> = {}) => {
    const { rows, more: rest } = await core.run(listDocuments, { userId, limit: 10, ...more })
    return [rows.map(({ title }) => title).join(' '), rest]
  }
  const rows = async (userId: string) =>
    (await core.store.db.q.selectFrom('documents').select('id').where('user_id', '=', userId).execute())
      .length

  test('a document is stored unchanged', async () => {
    const userId = await make.user()
    const input = { title: 'Notes', content: ['one', '', 'drei ✓'], metadata: { a: { b: [1, null] } } }
    const made = await keep(userId, input)
    assert.deepEqual(made, {
      id: made.id,
      userId,
      ...input,
      createdAt: core.now(),
      updatedAt: core.now(),
      version: 1,
    })
    assert.deepEqual(await core.run(getDocument, { userId, id: made.id }), made)
    assert.equal((await core.events()).at(-1), 'document.created')
  })

  test('a change merges the given fields, and metadata as a merge patch or as a whole', async () => {
    const userId = await make.user()
    const { id, ...made } = await keep(userId, { metadata: { a: 1, b: { c: 1, d: 2 } } })
    core.advanceTime(1000)
    const first = await core.run(updateDocument, {
      userId,
      id,
      title: 'new',
      metadata: { a: null, b: { d: null } },
    })
    const expected = {
      ...made,
      id,
      title: 'new',
      metadata: { b: { c: 1 } },
      updatedAt: core.now(),
      version: 2,
    }
    assert.deepEqual(first, expected)
    const second = await core.run(updateDocument, {
      userId,
      id,
      content: ['x', 'y'],
      replaceMetadata: { z: null },
      ifVersion: [2],
    })
    assert.deepEqual(second, { ...expected, content: ['x', 'y'], metadata: { z: null }, version: 3 })
    const stale = core.run(updateDocument, { userId, id, title: 'lost', ifVersion: [2] })
    await rejected(stale, 'conflict', 'version_changed')
    assert.deepEqual(await core.run(deleteDocument, { userId, id }), { deletedAt: core.now() })
    await rejected(core.run(deleteDocument, { userId, id }), 'not_found', 'document_not_found')
    await rejected(core.run(getDocument, { userId, id }), 'not_found', 'document_not_found')
  })

  test('invalid content is rejected and changes nothing', async () => {
    const userId = await make.user()
    const { id } = await keep(userId)
    const stored = await core.run(getDocument, { userId, id })
    const bad: readonly (readonly [string, Partial<CreateDocument>])[] = [
      ['title_blank', { title: ' \n' }],
      ['text_unstorable', { title: 'a\0b' }],
      ['text_too_long', { title: 'x'.repeat(1001) }],
      ['content_parts', { content: [] }],
      ['content_parts', { content: Array.from({ length: 1001 }, () => '') }],
      ['text_unstorable', { content: ['fine', '\ud800'] }],
      ['document_too_large', { content: ['x'.repeat(990)] }],
      ['document_too_large', { content: ['é'.repeat(495)] }],
      ['document_too_large', { metadata: { a: 'x'.repeat(990) } }],
      ['metadata_unstorable', { metadata: { 'a\0': 1 } }],
    ]
    for (const [code, words] of bad) {
      await rejected(keep(userId, words), 'invalid', code)
      await rejected(core.run(updateDocument, { userId, id, ...words }), 'invalid', code)
    }
    await rejected(keep('f'.repeat(32)), 'not_found', 'user_not_found')
    assert.deepEqual(await core.run(getDocument, { userId, id }), stored)
    assert.equal(await rows(userId), 1)
  })

  test('lists are newest first, by cursor or by offset', async () => {
    const userId = await make.user()
    const made: Document[] = []
    for (const title of ['a', 'b', 'c', 'd']) {
      core.advanceTime(1000)
      made.push(await keep(userId, { title }))
    }
    assert.deepEqual(await titles(userId), ['d c b a', false])
    assert.deepEqual(await titles(userId, { limit: 2 }), ['d c', true])
    assert.deepEqual(await titles(userId, { limit: 2, skip: 1 }), ['c b', true])
    assert.deepEqual(await titles(userId, { skip: 9 }), ['', false])
    const from = { id: made[2]?.id ?? '', value: made[2]?.createdAt ?? 0 }
    assert.deepEqual(await titles(userId, { limit: 2, from }), ['b a', false])
    core.advanceTime(1000)
    await core.run(updateDocument, { userId, id: made[1]?.id ?? '', title: 'B' })
    const by = (key: 'created_at' | 'updated_at', descending: boolean) =>
      titles(userId, { sort: { key, descending }, limit: 3 })
    assert.deepEqual(await by('created_at', false), ['a B c', true])
    assert.deepEqual(await by('created_at', true), ['d c B', true])
    assert.deepEqual(await by('updated_at', false), ['a c d', true])
    assert.deepEqual(await by('updated_at', true), ['B d c', true])
  })

  test('a metadata filter compares JSON values, for every given key', async () => {
    const userId = await make.user()
    const odd = { 'a.b"c\'[0]$': 'x', ü: 'ß', '': 0, '%': '_' }
    const input = {
      one: { n: 1, s: '1', yes: true, none: null, deep: { x: [1, { z: 2, y: 1 }] }, list: [1, 2] },
      two: { n: 1.5, s: 'true', yes: 'true', list: [2, 1] },
      three: odd,
    }
    for (const [title, metadata] of Object.entries(input)) {
      core.advanceTime(1)
      await keep(userId, { title, metadata })
    }
    const found = async (metadata: Record<string, unknown>) => (await titles(userId, { metadata }))[0]
    const table: readonly (readonly [Record<string, unknown>, string])[] = [
      [{}, 'three two one'],
      [{ n: 1 }, 'one'],
      [{ n: 1.0 }, 'one'],
      [{ n: 1.5 }, 'two'],
      [{ n: '1' }, ''],
      [{ s: '1' }, 'one'],
      [{ s: 1 }, ''],
      [{ yes: true }, 'one'],
      [{ yes: 'true' }, 'two'],
      [{ yes: false }, ''],
      [{ none: null }, 'one'],
      [{ absent: null }, ''],
      [{ deep: { x: [1, { y: 1, z: 2 }] } }, 'one'],
      [{ deep: { x: [1] } }, ''],
      [{ list: [2, 1] }, 'two'],
      [{ list: '[2,1]' }, ''],
      [{ n: 1, s: '1', yes: true }, 'one'],
      [{ n: 1, s: 'true' }, ''],
      [odd, 'three'],
      [{ "x' or 1=1 --": 1 }, ''],
      [{ n: "1' or '1'='1" }, ''],
    ]
    for (const [metadata, expected] of table)
      assert.equal(await found(metadata), expected, JSON.stringify(metadata))
    await rejected(found({ 'a\0': 1 }), 'invalid', 'metadata_unstorable')
  })

  test('T51: a limit holds under concurrent creations', async () => {
    const userId = await make.user()
    const all = await Promise.allSettled(Array.from({ length: 20 }, () => keep(userId)))
    const failed = all.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    assert.ok(
      failed.every(
        (thrown) => isDomainError(thrown, 'failed_precondition') && thrown.code === 'documents_too_many',
      ),
    )
    assert.deepEqual([failed.length, await rows(userId)], [15, 5])
    const { rows: kept } = await core.run(listDocuments, { userId, limit: 1 })
    await core.run(deleteDocument, { userId, id: kept[0]?.id ?? '' })
    await keep(userId)
    await rejected(keep(userId), 'failed_precondition', 'documents_too_many')
  })

  test('a user and its documents are created atomically', async () => {
    const document = { title: 'with the user', content: ['x'] }
    const user = await core.run(createUser, { name: 'equipped', documents: [document, document] })
    assert.equal(await rows(user.id), 2)
    const bad: readonly (readonly [DomainErrorKind, string, readonly (typeof document)[]])[] = [
      ['invalid', 'title_blank', [document, { ...document, title: '' }]],
      ['failed_precondition', 'documents_too_many', Array.from({ length: 6 }, () => document)],
    ]
    const before = await core.events()
    for (const [kind, code, documents] of bad)
      await rejected(core.run(createUser, { name: 'half', documents }), kind, code)
    assert.equal(await core.store.reading.users.getByName('default', 'half'), undefined)
    assert.deepEqual(await core.events(), before)
    const many = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        core.run(createUser, { name: `many ${n}`, documents: n % 2 === 0 ? [document] : [] }),
      ),
    )
    const counts = await Promise.all(many.map(({ id }) => rows(id)))
    assert.deepEqual(
      counts,
      counts.map((_, n) => (n % 2 === 0 ? 1 : 0)),
    )
  })

  test('the documents of a deleted user are hidden, restored with it, and purged with it', async () => {
    const userId = await make.user()
    const { id } = await keep(userId)
    await core.run(deleteUser, { id: userId })
    await rejected(core.run(getDocument, { userId, id }), 'not_found', 'user_not_found')
    await core.run(restoreUser, { id: userId })
    assert.equal((await core.run(getDocument, { userId, id })).id, id)
    await core.run(purgeUser, { id: userId })
    assert.equal(await rows(userId), 0)
  })

  test('T23, T31: permissions on the documents of a user', async () => {
    const domain = await make.domain()
    const [userId, other] = [await make.user(domain), await make.user(domain)]
    const { id } = await keep(userId)
    const everybody: Readonly<Record<string, Caller>> = {
      admin: systemAdmin,
      manager: inDomain(domain, 'manager', 'member', 'reader'),
      reader: inDomain(domain, 'reader'),
      systemReader,
      self: callerAs({ userId, userDomainId: domain, scope: { kind: 'unscoped' } }),
      other: callerAs({ userId: other, userDomainId: domain, scope: { kind: 'unscoped' } }),
      stranger: inDomain('default', 'manager', 'member', 'reader'),
      member: unprivileged,
      anonymous,
    }
    const asks: Readonly<Record<string, (caller: Caller) => Promise<unknown>>> = {
      get: (caller) => core.run(getDocument, { userId, id }, caller),
      list: (caller) => core.run(listDocuments, { userId, limit: 10 }, caller),
      create: async (caller) => {
        const made = await core.run(createDocument, { userId, title: 'mine', content: ['x'] }, caller)
        await core.run(deleteDocument, { userId, id: made.id })
      },
      update: (caller) => core.run(updateDocument, { userId, id, title: 'changed' }, caller),
      delete: async (caller) => {
        const doomed = await keep(userId)
        try {
          await core.run(deleteDocument, { userId, id: doomed.id }, caller)
        } catch (thrown) {
          await core.run(deleteDocument, { userId, id: doomed.id })
          throw thrown
        }
      },
    }
    const readers = ['admin', 'manager', 'reader', 'systemReader', 'self']
    const writers = ['admin', 'manager', 'self']
    for (const [name, ask] of Object.entries(asks)) {
      const found: string[] = []
      for (const [who, caller] of Object.entries(everybody))
        await ask(caller).then(
          () => found.push(who),
          (thrown) =>
            assert.ok(
              isDomainError(thrown, who === 'anonymous' ? 'unauthenticated' : 'forbidden'),
              `${name} ${who}`,
            ),
        )
      assert.deepEqual(found, name === 'get' || name === 'list' ? readers : writers, name)
    }
    const own = everybody['other']
    assert.ok(own)
    for (const operation of [getDocument, deleteDocument])
      await rejected(
        core.run(operation as typeof getDocument, { userId: other, id }, own),
        'not_found',
        'document_not_found',
      )
    await rejected(
      core.run(updateDocument, { userId: other, id, title: 'stolen' }, own),
      'not_found',
      'document_not_found',
    )
  })
})
