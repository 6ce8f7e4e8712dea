import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { createApiKey } from '../src/core/access/api-keys/create-api-key.ts'
import { deleteApiKey } from '../src/core/access/api-keys/delete-api-key.ts'
import { createApplicationCredential } from '../src/core/access/application-credentials/create-application-credential.ts'
import { createCredential } from '../src/core/access/credentials/create-credential.ts'
import { openSession } from '../src/core/access/sessions/open-session.ts'
import { createTrust } from '../src/core/access/trusts/create-trust.ts'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import { purgeDeletedUser, purgeDeletedUsers, purgeUser } from '../src/core/accounts/deletion/purge-user.ts'
import { restoreUser } from '../src/core/accounts/deletion/restore-user.ts'
import { createImport } from '../src/core/accounts/imports/create-import.ts'
import { acquireLease } from '../src/core/accounts/imports/import-lease.ts'
import { importRows } from '../src/core/accounts/imports/import-rows.ts'
import { inviteUser } from '../src/core/accounts/invitations/invite-user.ts'
import { sendRecovery } from '../src/core/accounts/recovery/send-recovery.ts'
import { createDocument } from '../src/core/directory/documents/create-document.ts'
import { sendNotification } from '../src/core/directory/notifications/send-notification.ts'
import { createUser } from '../src/core/directory/users/create-user.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { anonymous, type KnownCaller } from '../src/core/kernel/caller.ts'
import { claimMessages } from '../src/core/messaging/mail/claim-messages.ts'
import { markFailed } from '../src/core/messaging/mail/mark-message.ts'
import { builders, onProject, userActor } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { tableNames, tablesWith } from './every-table.ts'
import { callerAs, createTestCore, type TestCore } from './test-core.ts'

const password = 'a long enough phrase'
const address = '198.51.100.77'
const operator = { kind: 'operator' } as const

onEachDatabase('purge', (makePlace) => {
  let core: TestCore
  let make: ReturnType<typeof builders>
  before(async () => {
    core = await createTestCore(await makePlace(), { lockoutFailureAttempts: 5 })
    make = builders(core)
  })
  after(() => core.close())

  /** All data that can be stored about one user, each value with the marker in it. */
  const equip = async (
    mark: string,
  ): Promise<{ readonly id: string; readonly values: readonly string[] }> => {
    const email = `${mark}@person.example`
    const { id } = await core.run(createUser, {
      name: `${mark}-login`,
      password,
      email: `${mark}-before@person.example`,
      claimEmail: true,
      givenName: `${mark}-given`,
      familyName: `${mark}-family`,
      phoneNumber: `tel-${mark}`,
      pictureUrl: `https://pictures.example/${mark}.png`,
      metadata: { diary: [`${mark}-likes-tea`] },
      description: `${mark}-description`,
      developer: true,
      preferences: { channels: { web_ui: true } },
      extra: { note: `${mark}-extra` },
    })
    await core.run(updateUser, { id, email, claimEmail: true })
    const [projectId, roleId] = [await make.project('default'), await make.role()]
    await make.give(userActor(id), roleId, onProject(projectId))
    await make.group('default', id)
    const name = (await core.store.reading.roles.get(roleId))?.name ?? ''
    const self: KnownCaller = {
      ...callerAs({ userId: id, scope: { kind: 'project', projectId, domainId: 'default' } }),
      roles: [{ id: roleId, name }],
    }
    const sign = { username: `${mark}-login`, agent: `${mark}-browser`, address }
    await assert.rejects(core.run(openSession, { ...sign, password: 'wrong' }, anonymous))
    await core.run(openSession, { ...sign, password }, anonymous)
    await assert.rejects(core.run(openSession, { ...sign, password: 'wrong' }, anonymous))
    await core.run(createDocument, { userId: id, title: `${mark}-title`, content: [`${mark}-content`] })
    await core.run(sendNotification, {
      userId: id,
      type: 'comment_mention',
      title: `${mark}-news`,
      body: `${mark}-body`,
    })
    await core.run(sendRecovery, { userId: id })
    for (const { message, lease } of await core.run(claimMessages, { limit: 10 }, operator))
      await core.run(
        markFailed,
        { message, lease, error: `550 <${email}>: ${mark}-unknown`, nextAttemptAt: undefined },
        operator,
      )
    await core.run(
      createApplicationCredential,
      {
        userId: id,
        name: `${mark}-credential`,
        description: `${mark}-for`,
        accessRules: [{ path: `/v3/${mark}`, method: 'GET', service: 'identity' }],
      },
      self,
    )
    await core.run(createApiKey, { name: `${mark}-key` }, self)
    const gone = await core.run(createApiKey, { name: `${mark}-gone` }, self)
    await core.run(deleteApiKey, { id: gone.key.id }, self)
    await core.run(createCredential, {
      userId: id,
      type: 'note',
      blob: 'sealed anyway',
      extra: { note: `${mark}-kept` },
    })
    await core.run(
      createTrust,
      {
        trustorId: id,
        trusteeId: await make.user(),
        impersonation: false,
        projectId,
        roles: [{ id: roleId }],
        extra: { why: `${mark}-trust` },
      },
      self,
    )
    // A second equal row of an import is reported as an error.
    const into = await core.run(createImport, { format: 'ndjson' })
    const { leaseId } = await core.run(acquireLease, { id: into.id, offset: 0, format: 'ndjson' })
    await core.run(importRows, {
      id: into.id,
      leaseId,
      rows: [
        { row: 1, values: { username: `${mark}-login` } },
        { row: 2, values: { username: `${mark}-other`, email, email_claimed: true } },
        { row: 3, values: { username: `${mark}-other`, status: `${mark}-status` } },
      ],
    })
    const ends = [
      'login',
      'given',
      'family',
      'likes-tea',
      'description',
      'extra',
      'browser',
      'title',
      'content',
      'news',
      'body',
      'unknown',
      'credential',
      'for',
      'key',
      'gone',
      'kept',
      'trust',
    ]
    return {
      id,
      values: [email, `tel-${mark}`, `${mark}.png`, `/v3/${mark}`, ...ends.map((end) => `${mark}-${end}`)],
    }
  }

  const found = async (values: readonly string[]) => tablesWith(core.store.db, values)

  test('of a user with all kinds of data leaves an id in the event log, and nothing else anywhere', async () => {
    const [ann, ben] = [await equip('zq7ann'), await equip('zq7ben')]
    const kept = await found(ann.values)
    for (const value of [...ann.values, address])
      assert.ok(
        (await found([value])).length > 0,
        `${value} is nowhere, so that its absence would prove nothing`,
      )
    const benBefore = (await found(ben.values)).filter((place) => !place.startsWith('sessions'))
    if (core.store.db.name === 'sqlite') assert.equal(await indexed('zq7ann'), 2)
    await core.run(purgeUser, { id: ann.id })
    assert.deepEqual(await found(['zq7ann']), [], `it was in ${kept.join(', ')}`)
    assert.deepEqual(
      (await found(ben.values)).filter((place) => !place.startsWith('sessions')),
      benBefore,
      'other users are unchanged',
    )
    const where = (await found([ann.id])).map((place) => place.split(':')[0])
    assert.deepEqual(
      where.filter((table) => table !== 'events' && table !== 'revocations'),
      [],
      'the id remains only in the event log and in revocation events',
    )
    assert.ok(where.includes('events'))
    // The record of that client address is deleted, the other one is kept.
    await core.run(purgeUser, { id: ben.id })
    assert.deepEqual(await found(['zq7ben', address]), [])
    assert.equal(await indexed('zq7ann'), 0)
  })

  /** The number of users found by the trigram indexes, which cannot be read as text. */
  const indexed = async (mark: string): Promise<number> => {
    if (core.store.db.name !== 'sqlite') return 0
    const pieces = Array.from(mark.slice(2), (_, at) => `"${mark.slice(at, at + 3)}"`).join(' AND ')
    let count = 0
    for (const name of ['user_search', 'user_metadata_search']) {
      const table = sql.table(name)
      const matching = sql`select rowid from ${table} where ${table} match ${pieces}`
      count += (await matching.execute(core.store.db.q)).rows.length
    }
    return count
  }

  test('a deletion keeps the data for a restore, and cleanup removes it later', async () => {
    const { id } = await equip('zq7cat')
    await core.run(deleteUser, { id })
    const places = (await found(['zq7cat'])).map((place) => place.split(':')[0])
    assert.deepEqual(
      places.filter(
        (table) => !['users', 'documents', 'notifications', 'api_keys', 'trusts'].includes(table ?? ''),
      ),
      [],
    )
    await core.run(restoreUser, { id })
    assert.equal(await core.store.reading.documents.countOfUser(id), 1)
    await core.run(deleteUser, { id })
    core.advanceTime(core.ports.settings.deletedUserRetention * 1000 + 1)
    assert.equal(await core.run(purgeDeletedUsers, {}, operator), 1)
    assert.deepEqual(await found(['zq7cat']), [])
  })

  test('of a user who was only invited leaves nothing either', async () => {
    const email = 'zq7dan@person.example'
    const { user } = await core.run(inviteUser, { email, mode: 'email_link', displayName: 'zq7dan-name' })
    assert.ok((await found([email])).length > 1)
    await core.run(deleteUser, { id: user.id })
    await core.run(purgeDeletedUser, { id: user.id })
    assert.deepEqual(await found(['zq7dan']), [])
  })

  test('every table that refers to a user is cleared, or is known to keep only the id', async () => {
    const onlyIds = new Set([
      // Errors of a job by user, kept until the job is deleted.
      'bulk_job_errors',
      // Revocation events, purged after the affected tokens have expired.
      'revocations',
      // Cleared when a user is soft-deleted, or by the purge itself.
      'credentials',
      'group_members',
      'lockouts',
      'oauth1_request_tokens',
      'passwords',
    ])
    const loose: string[] = []
    for (const table of await tableNames(core.store.db)) {
      if (onlyIds.has(table)) continue
      const { rows } =
        core.store.db.name === 'sqlite'
          ? await sql<{ name: string; cascade: string | null }>`select c.name, f.on_delete as cascade
              from pragma_table_info(${table}) c left join pragma_foreign_key_list(${table}) f on f."from" = c.name
              where c.name = 'user_id'`.execute(core.store.db.q)
          : await sql<{
              name: string
              cascade: string | null
            }>`select c.column_name as name, r.delete_rule as cascade
              from information_schema.columns c
              left join information_schema.key_column_usage k
                on k.table_name = c.table_name and k.column_name = c.column_name and k.table_schema = c.table_schema
                and k.position_in_unique_constraint is not null
              left join information_schema.referential_constraints r on r.constraint_name = k.constraint_name
              where c.table_schema = current_schema() and c.table_name = ${table} and c.column_name = 'user_id'`.execute(
              core.store.db.q,
            )
      for (const { cascade } of rows) if (cascade !== 'CASCADE') loose.push(table)
    }
    assert.deepEqual(loose, [], 'reference users.id with on delete cascade')
  })
})
