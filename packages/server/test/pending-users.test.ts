import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSession } from '../src/core/access/sessions/open-session.ts'
import { type CreateImport, createImport } from '../src/core/accounts/imports/create-import.ts'
import { type SendersRun, type SendingLine, sendRows } from '../src/core/accounts/imports/send-rows.ts'
import { acceptInvitation } from '../src/core/accounts/invitations/accept-invitation.ts'
import { type InviteUser, inviteUser } from '../src/core/accounts/invitations/invite-user.ts'
import { resendInvitation } from '../src/core/accounts/invitations/resend-invitation.ts'
import { getRecovery } from '../src/core/accounts/recovery/get-recovery.ts'
import { requestRecovery } from '../src/core/accounts/recovery/request-recovery.ts'
import { resetPassword } from '../src/core/accounts/recovery/reset-password.ts'
import { createUser } from '../src/core/directory/users/create-user.ts'
import { getUser } from '../src/core/directory/users/get-user.ts'
import { anonymous, type Caller } from '../src/core/kernel/caller.ts'
import { rowFormats } from '../src/formats/row-formats.ts'
import { onEachDatabase } from './databases.ts'
import { endOf } from './factors.ts'
import { secretIn } from './links.ts'
import { createTestCore, systemAdmin, type TestCore } from './test-core.ts'

const phrase = 'a phrase of her own'

onEachDatabase('pending users', (makePlace) => {
  const inTestCore = async (work: (core: TestCore) => Promise<void>) => {
    const core = await createTestCore(await makePlace())
    try {
      await work(core)
    } finally {
      await core.close()
    }
  }
  const imported = async (core: TestCore, rows: readonly object[], more: Partial<CreateImport> = {}) => {
    const { id } = await core.run(createImport, { format: 'ndjson', ...more })
    const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('')
    const run = ((operation: never, input: never) =>
      core.run(operation, input, systemAdmin as Caller)) as SendersRun
    const bytes = (async function* () {
      yield Buffer.from(text)
    })()
    const signal = new AbortController().signal
    const formats = rowFormats(250)
    const lines: SendingLine[] = []
    for await (const line of await sendRows({
      id,
      offset: 0,
      format: 'ndjson',
      bytes,
      signal,
      formats,
      run,
      now: core.now,
    }))
      lines.push(line)
    const last = lines.at(-1)
    assert.ok(last?.kind === 'done')
    const { created, updated, unchanged, failed } = last.counts
    return {
      counts: [created, updated, unchanged, failed],
      wrong: lines.flatMap((line) => (line.kind === 'wrong' ? [line.error.code] : [])),
    }
  }
  const named = async (core: TestCore, name: string) => {
    const user = await core.store.reading.users.getByName('default', name)
    assert.ok(user, name)
    return user
  }
  const statuses = async (core: TestCore, ...names: string[]) =>
    Promise.all(names.map(async (name) => (await named(core, name)).status))
  const accept = (core: TestCore, secret: string) =>
    core.run(acceptInvitation, { secret, password: phrase }, anonymous)
  const signIn = (core: TestCore, email: string) =>
    endOf(core.run(openSession, { email, password: phrase, agent: null, address: null }, anonymous))
  const recover = async (core: TestCore, email: string) => {
    await core.run(requestRecovery, { email }, anonymous)
    return (await core.sentEmails()).at(-1)
  }
  const emailTo = async (core: TestCore, to: string) =>
    (await core.sentEmails()).findLast((mail) => mail.to === to)
  const invite = (core: TestCore, email: string, more: Partial<InviteUser> = {}) =>
    core.run(inviteUser, { email, mode: 'email_link', ...more })

  test('N3: rows without a password hash create pending users, unless they have another status', () =>
    inTestCore(async (core) => {
      const { counts } = await imported(core, [
        { username: 'plain', email: 'plain@example.com' },
        { username: 'said', email: 'said@example.com', status: 'active' },
        { username: 'off', status: 'disabled' },
        { username: 'robot', kind: 'service' },
      ])
      assert.deepEqual(counts, [4, 0, 0, 0])
      assert.deepEqual(await statuses(core, 'plain', 'said', 'off', 'robot'), [
        'pending',
        'active',
        'disabled',
        'active',
      ])
      assert.deepEqual(await core.sentEmails(), [])
    }))

  test('N3: an import with invite sends a working link to every new user', () =>
    inTestCore(async (core) => {
      const { counts, wrong } = await imported(
        core,
        [
          { username: 'ann', email: 'ann@example.com' },
          { username: 'bob', email: 'bob@example.com', status: 'invited' },
          { username: 'active', email: 'active@example.com', status: 'active' },
          { username: 'no address' },
          { username: 'unclaimed', email: 'x@example.com', email_claimed: false },
        ],
        { invite: true },
      )
      assert.deepEqual(
        [counts, wrong],
        [
          [3, 0, 0, 2],
          ['email_not_claimed', 'email_not_claimed'],
        ],
      )
      assert.deepEqual(await statuses(core, 'ann', 'bob', 'active'), ['invited', 'invited', 'active'])
      assert.equal((await core.sentEmails()).length, 2)
      for (const email of ['ann@example.com', 'bob@example.com']) {
        await accept(core, secretIn(await emailTo(core, email)))
        assert.equal(await signIn(core, email), 'ok')
      }
    }))

  test('N3: an updating import with invite invites pending and expired users, once, and no others', () =>
    inTestCore(async (core) => {
      const rows = ['ann', 'bob', 'cat'].map((username) => ({ username, email: `${username}@example.com` }))
      await imported(core, rows)
      const again = { mode: 'create_or_update', invite: true } as const
      assert.deepEqual((await imported(core, rows, again)).counts, [0, 3, 0, 0])
      assert.deepEqual(await statuses(core, 'ann', 'bob', 'cat'), ['invited', 'invited', 'invited'])
      await accept(core, secretIn(await emailTo(core, 'ann@example.com')))
      const pending = rows.map((row) => ({ ...row, status: 'pending' }))
      assert.deepEqual((await imported(core, pending, again)).counts, [0, 0, 3, 0])
      assert.deepEqual(await statuses(core, 'ann', 'bob'), ['active', 'invited'])
      assert.equal((await core.sentEmails()).length, 3)
      core.advanceTime(8 * 86_400_000)
      assert.deepEqual((await imported(core, rows, again)).counts, [0, 2, 1, 0])
      assert.equal((await core.sentEmails()).length, 5)
    }))

  test('N3: a dry run with invite writes no user and sends no email', () =>
    inTestCore(async (core) => {
      const { counts } = await imported(core, [{ username: 'ann', email: 'ann@example.com' }], {
        invite: true,
        dryRun: true,
      })
      assert.deepEqual(counts, [1, 0, 0, 0])
      assert.equal(await core.store.reading.users.getByName('default', 'ann'), undefined)
      assert.deepEqual(await core.sentEmails(), [])
    }))

  test('N3: recovery sends an active user without a password a link for a first one, with its own text', () =>
    inTestCore(async (core) => {
      await imported(core, [{ username: 'ann', email: 'ann@example.com', status: 'active' }])
      const mail = await recover(core, 'ann@example.com')
      assert.deepEqual([mail?.template, mail?.to], ['first_password', 'ann@example.com'])
      assert.match(mail?.text ?? '', /has no password yet/)
      const secret = secretIn(mail)
      assert.equal((await core.run(getRecovery, { secret }, anonymous)).first, true)
      await core.run(resetPassword, { secret, password: phrase }, anonymous)
      assert.equal(await signIn(core, 'ann@example.com'), 'ok')
      assert.equal((await recover(core, 'ann@example.com'))?.template, 'recovery')
    }))

  test('N3: recovery sends nothing to pending users and to users with a locked password', () =>
    inTestCore(async (core) => {
      await imported(core, [{ username: 'ann', email: 'ann@example.com' }])
      const options = { lock_password: true }
      await core.run(createUser, { name: 'bob', email: 'bob@example.com', claimEmail: true, options })
      await recover(core, 'ann@example.com')
      assert.equal(await recover(core, 'bob@example.com'), undefined)
    }))

  test('N4: a pending user is invited with its id and profile, and accepts', () =>
    inTestCore(async (core) => {
      const email = 'ann@example.com'
      const pending = { name: 'ann', email, claimEmail: true, status: 'pending', displayName: 'Ann' } as const
      const { id, createdAt } = await core.run(createUser, pending)
      core.advanceTime(1000)
      const { user, outcome } = await invite(core, email)
      assert.equal(outcome, 'invited')
      assert.deepEqual([user.id, user.name, user.displayName, user.status], [id, 'ann', 'Ann', 'invited'])
      assert.equal(user.createdAt, createdAt)
      assert.equal((await invite(core, email)).outcome, 'existing')
      await accept(core, secretIn(await emailTo(core, email)))
      assert.equal((await core.run(getUser, { id })).status, 'active')
    }))

  test('N4: sending an invitation to a pending user by its id invites it', () =>
    inTestCore(async (core) => {
      const email = 'ann@example.com'
      const { id } = await core.run(createUser, { name: 'ann', email, claimEmail: true, status: 'pending' })
      await core.run(resendInvitation, { userId: id })
      assert.equal((await core.run(getUser, { id })).status, 'invited')
      await accept(core, secretIn(await emailTo(core, email)))
      assert.equal(await signIn(core, email), 'ok')
    }))

  test('N4: a pending user without a claimed address, and a pending service user, are not invited and stay unchanged', () =>
    inTestCore(async (core) => {
      const bare = await core.run(createUser, { name: 'bare', status: 'pending' })
      const robot = await core.run(createUser, {
        name: 'robot',
        kind: 'service',
        status: 'pending',
        email: 'robot@example.com',
        claimEmail: true,
      })
      assert.equal(await endOf(core.run(resendInvitation, { userId: bare.id })), 'email_not_claimed')
      assert.equal(await endOf(core.run(resendInvitation, { userId: robot.id })), 'invited_program')
      assert.equal(await endOf(invite(core, 'robot@example.com')), 'invited_program')
      assert.deepEqual(await statuses(core, 'bare', 'robot'), ['pending', 'pending'])
      assert.deepEqual(await core.sentEmails(), [])
    }))
})
