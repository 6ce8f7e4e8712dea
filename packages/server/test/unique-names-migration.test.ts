import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FastifyBaseLogger } from 'fastify'
import { sql } from 'kysely'
import { reportDuplicateNames } from '../src/composition/report-duplicate-names.ts'
import { createUser } from '../src/core/directory/users/create-user.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { findDuplicateNames } from '../src/core/kernel/names/find-duplicate-names.ts'
import type { Db } from '../src/store/engine/dialect.ts'
import { migrate } from '../src/store/engine/migrate.ts'
import { onEachDatabase } from './databases.ts'
import { openBare } from './old-schema.ts'
import { createTestCore } from './test-core.ts'

/** Sorts after every migration before the one that makes names unique. */
const before = '2026-11-29T1169'

const addUser = ({ q }: Db, id: string, name: string, email: string | null) =>
  sql`insert into users (id, domain_id, name, kind, status, developer, options, extra, created_at, updated_at, email, claimed_email)
    values (${id}, 'old', ${name}, 'human', 'active', 0, '{}', '{}', 5, 5, ${email}, ${email})`.execute(q)

const addRole = ({ q }: Db, id: string, name: string) =>
  sql`insert into roles (id, domain_id, name, options, extra, created_at, updated_at)
    values (${id}, null, ${name}, '{}', '{}', ${id === 'role-1' ? 1 : 2}, 1)`.execute(q)

onEachDatabase('an upgrade that makes names unique', (makePlace) => {
  test('P6, P16, P17: duplicate names of an earlier version are kept and reported, and cannot be taken again', async () => {
    const place = await makePlace()
    const bare = await openBare(place.environment)
    await migrate(bare.db, { upTo: before })
    await sql`insert into domains (id) values ('old')`.execute(bare.db.q)
    await addUser(bare.db, 'user-1', 'Ann', null)
    await addUser(bare.db, 'user-2', 'ann', null)
    await addUser(bare.db, 'user-3', 'Zo\u00eb', null)
    await addUser(bare.db, 'user-4', 'Zoe\u0308', null)
    await addUser(bare.db, 'user-5', 'boss', 'eve@example.org')
    await addUser(bare.db, 'user-6', 'eve@example.org', null)
    await addUser(bare.db, 'user-7', 'own@example.org', 'own@example.org')
    await addRole(bare.db, 'role-1', 'Chief')
    await addRole(bare.db, 'role-2', 'CHIEF')
    await bare.close()

    const core = await createTestCore(place)
    const duplicates = async () =>
      (await core.run(findDuplicateNames, { limit: 10 }, { kind: 'operator' }))
        .map(({ space, domainId, folded, ownerIds }) => [space, domainId, folded, ...ownerIds])
        .sort()
    const domainId = 'old'
    const conflict = { kind: 'conflict' }
    try {
      assert.deepEqual(await duplicates(), [
        ['role', null, 'chief', 'role-1', 'role-2'],
        ['user', 'old', 'ann', 'user-1', 'user-2'],
        ['user', 'old', 'eve@example.org', 'user-6', 'user-5'],
        ['user', 'old', 'zoë', 'user-3', 'user-4'],
      ])
      const warnings: unknown[] = []
      const logger = { warn: (fields: object) => warnings.push(fields) } as unknown as FastifyBaseLogger
      await reportDuplicateNames(core.core, logger)
      assert.equal(warnings.length, 4)
      assert.deepEqual(
        warnings.find((fields) => (fields as { name: string }).name === 'ann'),
        { component: 'names', space: 'user', domain_id: 'old', name: 'ann', ids: ['user-1', 'user-2'] },
      )
      assert.equal((await core.store.reading.users.getByName('old', 'Ann'))?.id, 'user-1')
      assert.equal((await core.store.reading.users.getByName('old', 'ann'))?.id, 'user-2')
      assert.deepEqual(
        (await core.store.reading.roles.getByName('CHIEF')).map(({ id }) => id),
        ['role-2'],
      )
      for (const name of ['ANN', 'OWN@example.org'])
        await assert.rejects(core.run(createUser, { name, domainId }), conflict, name)

      // Changes unrelated to the name are allowed.
      await core.run(updateUser, { id: 'user-2', description: 'the second Ann' })
      await core.run(updateUser, { id: 'user-1', name: 'Anna' })
      await assert.rejects(
        core.run(createUser, { name: 'ANN', domainId }),
        conflict,
        'the other still has it',
      )
      await core.run(updateUser, { id: 'user-2', name: 'Anne' })
      await core.run(createUser, { name: 'ANN', domainId })
      await core.run(updateUser, { id: 'user-5', email: 'boss@example.org', claimEmail: true })
      assert.deepEqual(await duplicates(), [
        ['role', null, 'chief', 'role-1', 'role-2'],
        ['user', 'old', 'zoë', 'user-3', 'user-4'],
      ])
    } finally {
      await core.close()
    }
  })
})
