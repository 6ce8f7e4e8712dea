import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSession } from '../src/core/access/sessions/open-session.ts'
import { changePassword } from '../src/core/accounts/passwords/change-password.ts'
import { createGroup } from '../src/core/directory/groups/create-group.ts'
import { addMember, listMembers } from '../src/core/directory/groups/group-members.ts'
import { getUser } from '../src/core/directory/users/get-user.ts'
import { listUsers } from '../src/core/directory/users/list-users.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import type { UserFilterKey } from '../src/core/directory/users/user-store.ts'
import { anonymous } from '../src/core/kernel/caller.ts'
import { eq } from '../src/core/kernel/paging/list-query.ts'
import type { Settings } from '../src/core/kernel/settings.ts'
import { onEachDatabase } from './databases.ts'
import { endOf, password, signing } from './factors.ts'
import { createTestCore, type TestCore } from './test-core.ts'

const hour = 3_600_000
const day = 24 * hour
const rule = { disableUserAccountDaysInactive: 30 }

onEachDatabase('inactive users', (makePlace) => {
  const inTestCore = async (settings: Partial<Settings>, work: (core: TestCore) => Promise<void>) => {
    const core = await createTestCore(await makePlace(), settings)
    try {
      await work(core)
    } finally {
      await core.close()
    }
  }
  const status = async (core: TestCore, id: string) => (await core.run(getUser, { id })).status

  test('after the configured days without a sign-in a user is disabled everywhere, and enabled again explicitly', () =>
    inTestCore(rule, async (core) => {
      const as = signing(core)
      const id = await as.user({ name: 'ann' })
      const session = () =>
        core.run(openSession, { username: 'ann', password, agent: null, address: null }, anonymous)
      core.advanceTime(29 * day)
      assert.equal(await status(core, id), 'active')
      assert.equal(await endOf(as.password(id)), 'ok')
      core.advanceTime(29 * day)
      assert.equal(await status(core, id), 'active', 'the sign-in counts')
      core.advanceTime(day)
      assert.equal(await status(core, id), 'disabled')
      assert.equal(await endOf(as.password(id)), 'user_not_active')
      assert.equal(await endOf(session()), 'user_not_active')
      assert.equal(
        await endOf(core.run(changePassword, { id, original: password, password: 'another' }, anonymous)),
        'user_not_active',
      )
      assert.equal((await core.run(updateUser, { id, description: 'still away' })).status, 'disabled')
      const back = await core.run(updateUser, { id, enabled: true })
      assert.deepEqual([back.status, back.lastActiveAt], ['active', core.now()])
      assert.equal(await endOf(session()), 'ok')
      core.advanceTime(30 * day)
      assert.equal(await status(core, id), 'disabled')
    }))

  test('days are calendar days, regardless of the hour', () =>
    inTestCore({ disableUserAccountDaysInactive: 1, tokenLifetime: 48 * 3600 }, async (core) => {
      const as = signing(core)
      // The test core starts at 03:04:05.
      core.advanceTime(20 * hour)
      const id = await as.user()
      const { token } = await as.password(id)
      await core.ports.tokens.read(token)
      core.advanceTime(55 * 60_000 + 54_000)
      assert.ok(core.ports.tokens.peek(token))
      assert.equal(await status(core, id), 'active', '23:59:59')
      core.advanceTime(1000)
      assert.equal(await status(core, id), 'disabled', '00:00:00')
      assert.equal(core.ports.tokens.peek(token), undefined, 'the cache has no newer value')
      assert.equal(await endOf(core.ports.tokens.read(token)), 'user_not_active')
    }))

  test('a token used during the night of the last day is not shortened', () =>
    inTestCore(rule, async (core) => {
      const as = signing(core)
      const id = await as.user()
      core.advanceTime(29 * day + 20 * hour + 30 * 60_000)
      const { token, payload: facts } = await as.password(id)
      assert.equal(facts.expiresAt, Math.floor(core.now() / 1000) + 3600)
      core.advanceTime(hour - 1000)
      assert.equal(await endOf(core.ports.tokens.read(token)), 'ok')
    }))

  test('exempt users stay enabled, and so do all users when the rule is off', () =>
    inTestCore(rule, async (core) => {
      const as = signing(core)
      const id = await as.user({ options: { ignore_user_inactivity: true } })
      core.advanceTime(1000 * day)
      assert.equal(await status(core, id), 'active')
      assert.equal(await endOf(as.password(id)), 'ok')
    }).then(() =>
      inTestCore({}, async (core) => {
        const as = signing(core)
        const id = await as.user()
        core.advanceTime(1000 * day)
        assert.equal(await endOf(as.password(id)), 'ok')
      }),
    ))

  test('lists show and filter the effective status, not the stored one', () =>
    inTestCore(rule, async (core) => {
      const as = signing(core)
      const away = await as.user({ name: 'away' })
      await as.user({ name: 'exempt', options: { ignore_user_inactivity: true } })
      await as.user({ name: 'off', status: 'disabled' })
      const trick = { multi_factor_auth_rules: [['"ignore_user_inactivity":true']] }
      await as.user({ name: 'trickster', options: trick })
      core.advanceTime(30 * day)
      const fresh = await as.user({ name: 'fresh' })
      const group = await core.run(createGroup, { name: 'everybody' })
      for (const userId of [away, fresh]) await core.run(addMember, { groupId: group.id, userId })
      const names = async (key: UserFilterKey, value: string | boolean) => {
        const requested = { where: [eq(key, value)], page: { limit: 100 } }
        const [all, members] = [
          await core.run(listUsers, requested),
          await core.run(listMembers, { ...requested, groupId: group.id }),
        ]
        for (const user of [...all.rows, ...members.rows])
          assert.equal(key === 'enabled' ? user.status === 'active' : user.status, value)
        return [all.rows, members.rows].map((rows) =>
          rows
            .map(({ name }) => name)
            .sort()
            .join(' '),
        )
      }
      assert.deepEqual(await names('enabled', true), ['exempt fresh', 'fresh'])
      assert.deepEqual(await names('enabled', false), ['away off trickster', 'away'])
      assert.deepEqual(await names('status', 'active'), ['exempt fresh', 'fresh'])
      assert.deepEqual(await names('status', 'disabled'), ['away off trickster', 'away'])
    }))

  test('a sign-in is recorded once a day, and rescoping is not recorded', () =>
    inTestCore({ tokenLifetime: 48 * 3600 }, async (core) => {
      const as = signing(core)
      const id = await as.user()
      const seen = async () => (await core.store.reading.users.get(id))?.lastActiveAt
      const first = core.now()
      const { token } = await as.password(id)
      assert.equal(await seen(), first)
      core.advanceTime(hour)
      await as.password(id)
      assert.equal(await seen(), first)
      core.advanceTime(20 * hour)
      await as.send({ methods: ['token'], token: { id: token } })
      assert.equal(await seen(), first)
      await as.password(id, 'wrong').catch(() => undefined)
      assert.equal(await seen(), first)
      await as.password(id)
      assert.equal(await seen(), core.now())
    }))
})
