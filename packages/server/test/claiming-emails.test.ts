import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openSession } from '../src/core/access/sessions/open-session.ts'
import { requestRecovery } from '../src/core/accounts/recovery/request-recovery.ts'
import { type CreateUser, createUser } from '../src/core/directory/users/create-user.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { anonymous } from '../src/core/kernel/caller.ts'
import { onEachDatabase } from './databases.ts'
import { endOf } from './factors.ts'
import { createTestCore, type TestCore } from './test-core.ts'

const password = 'a phrase of her own'

onEachDatabase('automatic claims of free email addresses', (makePlace) => {
  let core: TestCore
  before(async () => {
    core = await createTestCore(await makePlace())
  })
  after(() => core.close())

  /** Creates users like the Identity v3 API. */
  const make = (name: string, email: string, more: Partial<CreateUser> = {}) =>
    core.run(createUser, { name, email, claimEmail: 'if_free', password, ...more })
  const signIn = (email: string) =>
    endOf(core.run(openSession, { email, password, agent: null, address: null }, anonymous))

  test('N27: a free address is claimed and shown unchanged, and allows recovery and sign-in', async () => {
    const ada = await make('ada', 'Ada@Example.com')
    assert.deepEqual([ada.email, ada.claimedEmail], ['Ada@Example.com', 'ada@example.com'])
    assert.equal(await signIn('ada@example.com'), 'ok')
    await core.run(requestRecovery, { email: 'ada@example.com' }, anonymous)
    assert.equal((await core.sentEmails()).at(-1)?.to, 'Ada@example.com')
  })

  test('N27: an address of another user, or an invalid address, fails no creation and is not claimed', async () => {
    const first = await make('first', 'same@example.com')
    for (const [name, email] of [
      ['second', 'same@example.com'],
      ['third', 'SAME@example.com'],
      ['fourth', 'not an address'],
    ] as const) {
      const user = await make(name, email)
      assert.deepEqual([user.email, user.claimedEmail], [email, null])
    }
    assert.equal(first.claimedEmail, 'same@example.com')
  })

  test('N27: an address that is the username of another user is not claimed', async () => {
    await core.run(createUser, { name: 'boss@example.com', password })
    assert.equal((await make('rival', 'boss@example.com')).claimedEmail, null)
    const own = await make('own@example.com', 'own@example.com')
    assert.equal(own.claimedEmail, 'own@example.com')
  })

  test('N27: of many concurrent creations with one address all succeed, and one has the claim', async () => {
    const made = await Promise.all(
      Array.from({ length: 6 }, (_, i) => make(`crowd${i}`, 'crowd@example.com')),
    )
    assert.equal(made.filter(({ claimedEmail }) => claimedEmail !== null).length, 1)
  })

  test('N27: a change claims a free address, including the one already shown, and releases the old one', async () => {
    const { id } = await make('eve', 'eve@example.com', { claimEmail: false })
    const change = (email: string) => core.run(updateUser, { id, email, claimEmail: 'if_free' })
    assert.equal((await change('eve@example.com')).claimedEmail, 'eve@example.com')
    assert.equal((await change('eve2@example.com')).claimedEmail, 'eve2@example.com')
    await make('holder', 'held@example.com')
    const taken = await change('held@example.com')
    assert.deepEqual([taken.email, taken.claimedEmail], ['held@example.com', null])
    assert.equal((await make('next', 'eve2@example.com')).claimedEmail, 'eve2@example.com')
  })

  test('N27: with claim_emails off an address is a plain attribute', async () => {
    const off = await createTestCore(await makePlace(), { claimEmails: false })
    try {
      const user = await off.run(createUser, { name: 'ada', email: 'ada@example.com', claimEmail: 'if_free' })
      assert.deepEqual([user.email, user.claimedEmail], ['ada@example.com', null])
    } finally {
      await off.close()
    }
  })

  test('N27: every recovery request without an email has a logged reason, without the address', async () => {
    const plain = await make('plain', 'plain@example.com', { claimEmail: false })
    const off = await make('off', 'off@example.com', { status: 'disabled' })
    for (const requested of [{ username: 'plain' }, { username: 'off' }, { email: 'unknown@example.com' }])
      await core.run(requestRecovery, requested, anonymous)
    await core.sentEmails()
    assert.deepEqual(
      core.unsentLinks().toSorted((a, b) => a.reason.localeCompare(b.reason)),
      [
        { reason: 'email_not_claimed', userId: plain.id },
        { reason: 'user_not_active', userId: off.id },
        { reason: 'user_unknown', userId: null },
      ],
    )
  })
})
