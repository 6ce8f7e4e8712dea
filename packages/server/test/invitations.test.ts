import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSession } from '../src/core/access/sessions/open-session.ts'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import { acceptInvitation } from '../src/core/accounts/invitations/accept-invitation.ts'
import { getInvitation, listInvitations } from '../src/core/accounts/invitations/invitations.ts'
import { type InviteUser, inviteUser } from '../src/core/accounts/invitations/invite-user.ts'
import { resendInvitation } from '../src/core/accounts/invitations/resend-invitation.ts'
import { revokeInvitation } from '../src/core/accounts/invitations/revoke-invitation.ts'
import { changePassword } from '../src/core/accounts/passwords/change-password.ts'
import { accountRoleOf } from '../src/core/directory/assignments/domain-role.ts'
import { updateDomain } from '../src/core/directory/domains/update-domain.ts'
import { createProject } from '../src/core/directory/projects/create-project.ts'
import { createUser } from '../src/core/directory/users/create-user.ts'
import { getUser } from '../src/core/directory/users/get-user.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { anonymous, type Caller } from '../src/core/kernel/caller.ts'
import type { Settings } from '../src/core/kernel/settings.ts'
import { builders } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { endOf } from './factors.ts'
import { secretIn } from './links.ts'
import {
  createTestCore,
  inDomain,
  systemAdmin,
  systemReader,
  type TestCore,
  unprivileged,
} from './test-core.ts'

const day = 86_400_000
const email = 'ann@example.com'
const phrase = 'a phrase of her own'

onEachDatabase('invitations', (makePlace) => {
  const inTestCore = async (
    work: (core: TestCore) => Promise<void>,
    settings: Partial<Settings> = {},
    rules: Readonly<Record<string, string>> = {},
  ) => {
    const core = await createTestCore(await makePlace(), settings, rules)
    try {
      await work(core)
    } finally {
      await core.close()
    }
  }
  const invite = (core: TestCore, more: Partial<InviteUser> = {}, caller?: Caller) =>
    core.run(inviteUser, { email, mode: 'email_link', ...more }, caller)
  const lastSecret = async (core: TestCore) => secretIn((await core.sentEmails()).at(-1))
  const accept = (core: TestCore, secret: string, more: object = {}) =>
    core.run(acceptInvitation, { secret, password: phrase, ...more }, anonymous)
  const signIn = (core: TestCore, password = phrase, address = email) =>
    endOf(core.run(openSession, { email: address, password, agent: null, address: null }, anonymous))
  const status = async (core: TestCore, id: string) => (await core.run(getUser, { id })).status

  test('a link is sent, accepted once, and its user signs in with the chosen password', () =>
    inTestCore(async (core) => {
      const { user, outcome, temporaryPassword } = await invite(core, { displayName: 'Ann', developer: true })
      assert.equal(outcome, 'created')
      assert.equal(temporaryPassword, undefined)
      assert.deepEqual(
        [user.name, user.status, user.claimedEmail, user.invitedUntil, user.developer],
        [email, 'invited', email, core.now() + 7 * day, true],
      )
      const [mail, ...others] = await core.sentEmails()
      assert.deepEqual(others, [])
      assert.deepEqual([mail?.to, mail?.template], [email, 'invitation'])
      assert.match(mail?.text ?? '', /http:\/\/127\.0\.0\.1:5000\/account\/invitation\?token=mst_i_/)
      assert.equal(await signIn(core, ''), 'user_without_password')
      const secret = secretIn(mail)
      assert.deepEqual(await core.run(getInvitation, { secret }, anonymous), {
        email,
        domainName: 'Default',
        expiresAt: core.now() + 7 * day,
        returnUrl: null,
      })
      const active = await accept(core, secret, { displayName: 'Ann Lee' })
      assert.deepEqual(
        [active.id, active.status, active.displayName, active.invitedUntil],
        [user.id, 'active', 'Ann Lee', null],
      )
      assert.equal(await signIn(core), 'ok')
      assert.deepEqual(
        (await core.events()).filter((kind) => !/^(mail|session)\./.test(kind)),
        ['user.created', 'user.invited', 'user.invitation_accepted'],
      )
      const rows = await core.store.db.q.selectFrom('invitations').selectAll().execute()
      assert.deepEqual(rows, [])
    }))

  test('secrets are stored as hashes alone, and queued emails are sealed', () =>
    inTestCore(async (core) => {
      await invite(core)
      const tables = await Promise.all(
        (['invitations', 'messages', 'events', 'users'] as const).map((table) =>
          core.store.db.q.selectFrom(table).selectAll().execute(),
        ),
      )
      assert.doesNotMatch(JSON.stringify(tables), /mst_i_/)
      assert.equal(tables[0]?.length, 1)
    }))

  test('inviting an invited user changes nothing, however often, and sends one email', () =>
    inTestCore(async (core) => {
      const { user } = await invite(core, { displayName: 'Ann' })
      core.advanceTime(day)
      for (const address of [email, 'ANN@Example.COM', ' ann@example.com'])
        for (const mode of ['email_link', 'temporary_password'] as const) {
          const again = await invite(core, { email: address, mode, displayName: 'Another', name: 'another' })
          assert.equal(again.outcome, 'existing')
          assert.deepEqual(again.user, user)
          assert.equal(again.temporaryPassword, undefined)
        }
      assert.equal((await core.sentEmails()).length, 1)
      assert.equal(await endOf(invite(core, { mode: 'none' })), 'email_taken')
    }))

  test('an address of an active, disabled or deleted user is a conflict', () =>
    inTestCore(async (core) => {
      for (const input of ['active', 'disabled'] as const) {
        const taken = `${input}@example.com`
        await core.run(createUser, { name: input, email: taken, claimEmail: true, status: input })
        for (const mode of ['none', 'email_link', 'temporary_password'] as const)
          assert.equal(await endOf(invite(core, { email: taken, mode, name: `${input} 2` })), 'email_taken')
      }
      const { user } = await invite(core)
      await core.run(deleteUser, { id: user.id })
      for (const mode of ['none', 'email_link', 'temporary_password'] as const)
        assert.equal(await endOf(invite(core, { mode })), 'email_taken')
      const elsewhere = await builders(core).domain()
      assert.equal((await invite(core, { domainId: elsewhere })).outcome, 'created', 'domains are isolated')
      assert.equal((await core.sentEmails()).length, 1, 'the email of the deleted user is not sent')
    }))

  test('an expired invitation is renewed: the same id, another link, a new expiry', () =>
    inTestCore(async (core) => {
      const first = await invite(core, { displayName: 'Ann', developer: true, description: 'first' })
      const old = await lastSecret(core)
      core.advanceTime(7 * day)
      const second = await invite(core, { displayName: 'Ann Lee', domainRole: 'member' })
      assert.equal(second.outcome, 'reinvited')
      const { user } = second
      assert.equal(user.id, first.user.id)
      assert.deepEqual(
        [user.createdAt, user.invitedUntil, user.displayName, user.developer, user.description],
        [core.now(), core.now() + 7 * day, 'Ann Lee', true, 'first'],
      )
      assert.equal(await accountRoleOf(user, { stores: core.store.reading }), 'member')
      assert.equal(await endOf(accept(core, old)), 'invitation_invalid')
      assert.equal(await endOf(accept(core, await lastSecret(core))), 'ok')
      assert.equal((await core.run(getUser, { id: user.id })).createdAt, user.createdAt)
    }))

  test('mode none: the user is active at once without an email, also after an expired invitation', () =>
    inTestCore(async (core) => {
      const { user, outcome } = await invite(core, { mode: 'none', password: phrase })
      assert.deepEqual([user.status, user.invitedUntil, outcome], ['active', null, 'created'])
      assert.equal(await signIn(core), 'ok')
      const other = await invite(core, { email: 'bob@example.com' })
      const link = await lastSecret(core)
      core.advanceTime(8 * day)
      const again = await invite(core, { email: 'bob@example.com', mode: 'none' })
      assert.deepEqual(
        [again.user.id, again.user.status, again.outcome],
        [other.user.id, 'active', 'reinvited'],
      )
      assert.equal(await endOf(accept(core, link)), 'invitation_invalid')
      assert.equal((await core.sentEmails()).length, 1)
    }))

  test('a temporary password is shown once, and is valid only for choosing a new one', () =>
    inTestCore(async (core) => {
      const { user, temporaryPassword = '' } = await invite(core, { mode: 'temporary_password' })
      assert.match(temporaryPassword, /^[a-z2-9]{5}(-[a-z2-9]{5}){3}$/)
      assert.equal(user.status, 'invited')
      const [mail] = await core.sentEmails()
      assert.equal(mail?.template, 'temporary_password')
      assert.ok(mail?.text.includes(temporaryPassword))
      assert.equal(await signIn(core, temporaryPassword), 'password_expired')
      assert.equal(await signIn(core, 'wrong'), 'password_wrong')
      const change = (original: string, password: string) =>
        endOf(core.run(changePassword, { user: { email }, original, password }, anonymous))
      assert.equal(await change('wrong', phrase), 'password_wrong')
      assert.equal(await change(temporaryPassword, temporaryPassword), 'password_used_before')
      assert.equal(await status(core, user.id), 'invited')
      assert.equal(await change(temporaryPassword, phrase), 'ok')
      assert.equal(await status(core, user.id), 'active')
      assert.equal(await signIn(core), 'ok')
      assert.equal(await signIn(core, temporaryPassword), 'password_wrong')
      assert.equal((await core.sentEmails()).length, 1)
    }))

  test('a temporary password is invalid when the invitation has expired, is revoked or is sent as a link', () =>
    inTestCore(async (core) => {
      const change = (original: string, address: string) =>
        endOf(core.run(changePassword, { user: { email: address }, original, password: phrase }, anonymous))
      const make = async (address: string) => {
        const { user, temporaryPassword = '' } = await invite(core, {
          email: address,
          mode: 'temporary_password',
        })
        return { id: user.id, given: temporaryPassword }
      }
      const resent = await make('a@example.com')
      await core.run(resendInvitation, { userId: resent.id })
      assert.equal(await change(resent.given, 'a@example.com'), 'user_without_password')
      assert.equal(await endOf(accept(core, await lastSecret(core))), 'ok')
      const revoked = await make('b@example.com')
      const [open] = (await core.run(listInvitations, { limit: 10 })).rows
      await core.run(revokeInvitation, { id: open?.id ?? '' })
      assert.equal(await change(revoked.given, 'b@example.com'), 'user_without_password')
      const over = await make('c@example.com')
      core.advanceTime(7 * day)
      assert.equal(await signIn(core, over.given, 'c@example.com'), 'user_not_active')
      assert.equal(await change(over.given, 'c@example.com'), 'user_not_active')
      const { outcome, temporaryPassword } = await invite(core, {
        email: 'c@example.com',
        mode: 'temporary_password',
      })
      assert.equal(outcome, 'reinvited')
      assert.equal(await change(over.given, 'c@example.com'), 'password_wrong')
      assert.equal(await change(temporaryPassword ?? '', 'c@example.com'), 'ok')
    }))

  test('resending invalidates the previous link and restarts the expiry', () =>
    inTestCore(async (core) => {
      const { user } = await invite(core)
      const first = await lastSecret(core)
      core.advanceTime(6 * day)
      const before = (await core.run(listInvitations, { limit: 10 })).rows
      const { expiresAt, id } = await core.run(resendInvitation, { userId: user.id })
      assert.equal(expiresAt, core.now() + 7 * day)
      assert.deepEqual(
        [id],
        before.map((row) => row.id),
      )
      const second = await lastSecret(core)
      assert.notEqual(first, second)
      assert.equal(await endOf(accept(core, first)), 'invitation_invalid')
      core.advanceTime(6 * day)
      assert.equal(await endOf(accept(core, second)), 'ok')
      assert.equal(await endOf(core.run(resendInvitation, { userId: user.id })), 'user_not_invited')
      const other = await invite(core, { email: 'late@example.com' })
      core.advanceTime(7 * day)
      assert.equal(await endOf(core.run(resendInvitation, { userId: other.user.id })), 'invitation_lapsed')
      assert.equal(await endOf(core.run(resendInvitation, { userId: 'f'.repeat(32) })), 'user_not_found')
    }))

  test('revoking invalidates the link, and the user has an expired invitation', () =>
    inTestCore(async (core) => {
      const { user } = await invite(core)
      const secret = await lastSecret(core)
      const { rows } = await core.run(listInvitations, { limit: 10 })
      const [{ id, ...shown } = { id: '' }] = rows
      assert.deepEqual(shown, {
        userId: user.id,
        domainId: 'default',
        email,
        sentTo: email,
        mode: 'email_link',
        returnUrl: null,
        invitedBy: null,
        createdAt: core.now(),
        expiresAt: core.now() + 7 * day,
        expired: false,
      })
      await core.run(revokeInvitation, { id })
      assert.equal(await endOf(accept(core, secret)), 'invitation_invalid')
      assert.equal(await endOf(core.run(revokeInvitation, { id })), 'invitation_not_found')
      assert.deepEqual((await core.run(listInvitations, { limit: 10 })).rows, [])
      assert.equal((await core.run(getUser, { id: user.id })).invitedUntil, core.now())
      assert.equal((await invite(core)).outcome, 'reinvited')
    }))

  test('T58: an invitation is valid once, and until its expiry to the millisecond', () =>
    inTestCore(async (core) => {
      await invite(core)
      const secret = await lastSecret(core)
      assert.equal(await endOf(accept(core, secret)), 'ok')
      assert.equal(await endOf(accept(core, secret)), 'invitation_invalid')
      assert.equal(await endOf(core.run(getInvitation, { secret }, anonymous)), 'invitation_invalid')
      await invite(core, { email: 'early@example.com' })
      const early = await lastSecret(core)
      await invite(core, { email: 'late@example.com' })
      const late = await lastSecret(core)
      core.advanceTime(7 * day - 1)
      assert.equal(await endOf(accept(core, early)), 'ok')
      core.advanceTime(1)
      assert.equal(await endOf(accept(core, late)), 'invitation_invalid')
    }))

  test('T58: of 20 concurrent acceptances one succeeds, and its password is set', () =>
    inTestCore(async (core) => {
      await invite(core)
      const secret = await lastSecret(core)
      const ends = await Promise.all(
        Array.from({ length: 20 }, (_, n) => endOf(accept(core, secret, { password: `phrase number ${n}` }))),
      )
      const winners = ends.flatMap((end, n) => (end === 'ok' ? [n] : []))
      assert.equal(winners.length, 1)
      assert.deepEqual(new Set(ends), new Set(['ok', 'invitation_invalid']))
      assert.equal(await signIn(core, `phrase number ${winners[0]}`), 'ok')
      const accepted = (await core.events()).filter((kind) => kind === 'user.invitation_accepted')
      assert.equal(accepted.length, 1)
    }))

  test('of 20 concurrent invitations of one address one creates the user, and the others return it', () =>
    inTestCore(async (core) => {
      const ends = await Promise.all(
        Array.from({ length: 20 }, () => invite(core, { domainRole: 'publisher' })),
      )
      assert.equal(ends.filter(({ outcome }) => outcome === 'created').length, 1)
      assert.equal(ends.filter(({ outcome }) => outcome === 'existing').length, 19)
      assert.equal(new Set(ends.map(({ user }) => user.id)).size, 1)
      assert.equal((await core.sentEmails()).length, 1)
    }))

  test('T59: a manipulated invitation link is invalid', () =>
    inTestCore(async (core) => {
      await invite(core)
      const secret = await lastSecret(core)
      const edited = [
        ...Array.from({ length: secret.length }, (_, i) => {
          const other = secret[i] === 'A' ? 'B' : 'A'
          return secret.slice(0, i) + other + secret.slice(i + 1)
        }),
        secret.slice(0, -1),
        `${secret}A`,
        secret.toLowerCase(),
        secret.replace('mst_i_', 'mst_r_'),
        secret.replace('mst_i_', 'mst_s_'),
        core.ports.secrets.make('mst_i_'),
        core.ports.secrets.make('mst_r_'),
        core.ports.secrets.hash(secret),
        '',
      ].filter((one) => one !== secret)
      for (const one of edited) assert.equal(await endOf(accept(core, one)), 'invitation_invalid', one)
      assert.equal(await endOf(accept(core, secret)), 'ok')
    }))

  test('T60: an invitation is invalid once its user has another address, or its domain is disabled', () =>
    inTestCore(async (core) => {
      const domainId = await builders(core).domain()
      const { user } = await invite(core, { domainId })
      const secret = await lastSecret(core)
      await core.run(updateUser, { id: user.id, email: 'eve@example.com', claimEmail: true })
      assert.equal(await endOf(accept(core, secret)), 'invitation_invalid')
      await core.run(updateUser, { id: user.id, email, claimEmail: true })
      await core.run(updateDomain, { id: domainId, enabled: false })
      assert.equal(await endOf(accept(core, secret)), 'invitation_invalid')
      await core.run(updateDomain, { id: domainId, enabled: true })
      const active = await accept(core, secret)
      assert.deepEqual([active.id, active.domainId, active.claimedEmail], [user.id, domainId, email])
      // Two invitations of one address in two domains: each is valid for its own.
      const other = await invite(core)
      assert.equal((await accept(core, await lastSecret(core))).id, other.user.id)
    }))

  test('T56: only the link, or the temporary password, sets the first password', () =>
    inTestCore(async (core) => {
      const { user } = await invite(core)
      const change = (original: string) =>
        endOf(core.run(changePassword, { id: user.id, original, password: phrase }, anonymous))
      for (const original of ['', ' ', email, user.id])
        assert.equal(await change(original), 'user_without_password')
      // A password set by an administrator does not activate an invited user either.
      await core.run(updateUser, { id: user.id, password: 'set by others' })
      assert.equal(await signIn(core, 'set by others'), 'user_not_active')
      assert.equal(await change('set by others'), 'user_not_active')
      assert.equal(await status(core, user.id), 'invited')
      assert.equal(await endOf(accept(core, await lastSecret(core))), 'ok')
      assert.equal(await signIn(core, 'set by others'), 'password_wrong')
    }))

  test('an old link does not admit a deleted, disabled or approved user, also not after a restore', () =>
    inTestCore(async (core) => {
      const steps: Readonly<Record<string, (id: string) => Promise<unknown>>> = {
        deleted: (id) => core.run(deleteUser, { id }),
        disabled: (id) => core.run(updateUser, { id, status: 'disabled' }),
        approved: (id) => core.run(updateUser, { id, status: 'active' }),
      }
      for (const [name, step] of Object.entries(steps)) {
        const { user } = await invite(core, { email: `${name}@example.com` })
        const secret = await lastSecret(core)
        await step(user.id)
        assert.equal(await endOf(accept(core, secret)), 'invitation_invalid', name)
        assert.deepEqual((await core.run(listInvitations, { limit: 10 })).rows, [], name)
      }
    }))

  test('a rejected password keeps the link valid', () =>
    inTestCore(
      async (core) => {
        await invite(core)
        const secret = await lastSecret(core)
        assert.equal(await endOf(accept(core, secret, { password: 'short' })), 'password_too_weak')
        assert.equal(await endOf(accept(core, secret, { password: '' })), 'password_empty')
        assert.equal(await endOf(accept(core, secret, { password: 'x'.repeat(5000) })), 'password_too_long')
        assert.equal(await endOf(accept(core, secret, { displayName: 'x'.repeat(300) })), 'text_too_long')
        assert.equal(await endOf(accept(core, 'mst_i_nothing', { password: 'short' })), 'invitation_invalid')
        assert.equal(await endOf(accept(core, secret)), 'ok')
      },
      { passwordRegex: '.{10,}$' },
    ))

  test('rejects invalid addresses, unknown domains and unexpected passwords', () =>
    inTestCore(async (core) => {
      assert.equal(await endOf(invite(core, { email: 'no address' })), 'email_unprintable')
      assert.equal(await endOf(invite(core, { email: 'ann@@example.com' })), 'email_malformed')
      assert.equal(await endOf(invite(core, { domainId: 'nowhere' })), 'domain_not_found')
      assert.equal(await endOf(invite(core, { password: phrase })), 'password_not_wanted')
      await core.run(createUser, { name: email })
      assert.equal(await endOf(invite(core)), 'email_taken')
      assert.equal(await endOf(invite(core, { name: 'ann' })), 'email_taken')
      await core.run(createUser, { name: 'ann' })
      assert.equal(await endOf(invite(core, { name: 'Ann', email: 'ann@example.net' })), 'user_name_taken')
    }))

  test('managers invite into their domain alone, and grant delegable roles alone', () =>
    inTestCore(async (core) => {
      const { domain } = builders(core)
      const [own, other] = [await domain(), await domain()]
      const manager = inDomain(own, 'manager', 'member', 'reader')
      const { user } = await invite(core, { domainRole: 'member' }, manager)
      assert.equal(user.domainId, own)
      assert.equal(await accountRoleOf(user, { stores: core.store.reading }), 'member')
      assert.equal(await endOf(invite(core, { domainId: other }, manager)), 'forbidden_by_rule')
      for (const domainRole of ['admin', 'Admin', 'service']) {
        const input = { email: 'second@example.com', domainRole }
        assert.equal(await endOf(invite(core, input, manager)), 'account_role_forbidden', domainRole)
      }
      for (const caller of [inDomain(own, 'reader'), unprivileged, systemReader, anonymous])
        assert.match(await endOf(invite(core, {}, caller)), /forbidden_by_rule|authentication_required/)
      const there = await invite(core, { email: 'there@example.com', domainId: other })
      const foreign = { userId: there.user.id }
      assert.equal(await endOf(core.run(resendInvitation, foreign, manager)), 'forbidden_by_rule')
      const seen = await core.run(listInvitations, { limit: 10 }, manager)
      assert.deepEqual(
        seen.rows.map((row) => row.userId),
        [user.id],
      )
      assert.deepEqual((await core.run(listInvitations, { limit: 10, domainId: other }, manager)).rows, [])
      const all = await core.run(listInvitations, { limit: 10 }, systemAdmin)
      assert.equal(all.rows.length, 2)
      const foreignId = all.rows.find((row) => row.domainId === other)?.id ?? ''
      assert.equal(await endOf(core.run(revokeInvitation, { id: foreignId }, manager)), 'forbidden_by_rule')
      assert.equal(await endOf(core.run(listInvitations, { limit: 10 }, unprivileged)), 'forbidden_by_rule')
    }))

  test('an invitation to a project needs the rule of members, and nothing is created without it', () =>
    inTestCore(
      async (core) => {
        const { id } = await core.run(createProject, { name: 'engines', domainId: 'default' })
        await assert.rejects(invite(core, { project: { id, role: 'member' } }), {
          kind: 'forbidden',
          code: 'forbidden_by_rule',
        })
        assert.equal(await core.store.reading.users.getByClaimedEmail('default', email), undefined)
        assert.equal((await invite(core)).outcome, 'created')
      },
      {},
      { 'muster:set_member': '!' },
    ))
})
