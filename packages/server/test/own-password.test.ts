import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { createApiKey } from '../src/core/access/api-keys/create-api-key.ts'
import { openSession } from '../src/core/access/sessions/open-session.ts'
import { changeOwnPassword } from '../src/core/accounts/passwords/change-own-password.ts'
import { setOwnPassword } from '../src/core/accounts/passwords/set-own-password.ts'
import { grantRole } from '../src/core/directory/assignments/grant-role.ts'
import { type CreateUser, createUser } from '../src/core/directory/users/create-user.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { anonymous } from '../src/core/kernel/caller.ts'
import type { Settings } from '../src/core/kernel/settings.ts'
import { builders, onDomain, userActor } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { endOf } from './factors.ts'
import { createTestCore, type TestCore } from './test-core.ts'

const password = 'the phrase of before'
const next = 'the phrase of after'

onEachDatabase('password change while signed in', (makePlace) => {
  let core: TestCore
  const open = async (settings: Partial<Settings> = {}) => {
    await core?.close()
    core = await createTestCore(await makePlace(), settings)
  }
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
  })
  afterEach(() => core.close())

  const newUser = (more: Partial<CreateUser> = {}) => core.run(createUser, { name: 'ann', password, ...more })
  const signIn = (input = password) =>
    core.run(openSession, { username: 'ann', password: input, agent: null, address: null }, anonymous)

  test('replaces the password, and ends every session but the current one', async () => {
    await newUser({ email: 'ann@example.com', claimEmail: true })
    const [asking, other] = [await signIn(), await signIn()]
    await core.run(setOwnPassword, { password: next }, await core.sessions.read(asking.secret))
    assert.equal(await endOf(signIn()), 'password_wrong')
    await signIn(next)
    await core.sessions.read(asking.secret)
    assert.match(await endOf(core.sessions.read(other.secret)), /^session_/)
    assert.deepEqual(
      (await core.sentEmails()).map(({ to }) => to),
      ['ann@example.com'],
    )
  })

  test('T12: no API key, restricted or not, can change the password of its user', async () => {
    const { id } = await newUser({ developer: true })
    await core.run(grantRole, {
      actor: userActor(id),
      target: onDomain('default'),
      roleId: await builders(core).role('manager'),
      inherited: false,
    })
    const caller = await core.sessions.read((await signIn()).secret)
    for (const unrestricted of [false, true]) {
      const { secret } = await core.run(createApiKey, { name: `key ${unrestricted}`, unrestricted }, caller)
      const key = await core.bearer.find(secret)
      assert.equal(await endOf(core.run(setOwnPassword, { password: next }, key)), 'forbidden_to_delegation')
      assert.equal(
        await endOf(core.run(changeOwnPassword, { original: password, password: next }, key)),
        'forbidden_to_delegation',
      )
    }
    assert.equal(
      await endOf(core.run(setOwnPassword, { password: next }, anonymous)),
      'authentication_required',
    )
    assert.equal(
      await endOf(core.run(changeOwnPassword, { original: password, password: next }, anonymous)),
      'authentication_required',
    )
    await signIn()
  })

  test('enforces all password rules', async () => {
    await open({ passwordRegex: '^.{12,}$', uniqueLastPasswordCount: 2, minimumPasswordAge: 1 })
    const { id } = await newUser()
    const caller = await core.sessions.read((await signIn()).secret)
    const choose = (input: string) => endOf(core.run(setOwnPassword, { password: input }, caller))
    assert.equal(await choose(''), 'password_empty')
    assert.equal(await choose('short'), 'password_too_weak')
    assert.equal(await choose(password), 'password_used_before')
    await core.run(setOwnPassword, { password: next }, caller)
    assert.equal(await choose('a third one of these'), 'password_too_young')
    await core.run(updateUser, { id, options: { lock_password: true } })
    core.advanceTime(2 * 86_400_000)
    assert.equal(await choose('a third one of these'), 'password_locked')
  })
})
