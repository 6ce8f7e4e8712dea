import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { openSession } from '../src/core/access/sessions/open-session.ts'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import { getDeletedUser } from '../src/core/accounts/deletion/deleted-users.ts'
import { purgeDeletedUser } from '../src/core/accounts/deletion/purge-user.ts'
import { restoreUser } from '../src/core/accounts/deletion/restore-user.ts'
import { createUser } from '../src/core/directory/users/create-user.ts'
import { getUser } from '../src/core/directory/users/get-user.ts'
import { type UpdateUser, updateUser } from '../src/core/directory/users/update-user.ts'
import { type UserStatus, userStatuses } from '../src/core/directory/users/user.ts'
import { anonymous } from '../src/core/kernel/caller.ts'
import { isDomainError } from '../src/core/kernel/domain-error.ts'
import { onEachDatabase } from './databases.ts'
import { invited } from './invited-fixtures.ts'
import { createTestCore, type TestCore } from './test-core.ts'

const password = 'a long enough phrase'

type Step =
  | { readonly do: 'status'; readonly to: UserStatus }
  | { readonly do: 'enabled'; readonly to: boolean }
  | { readonly do: 'kind'; readonly to: 'human' | 'service' }
  | { readonly do: 'delete' | 'restore' | 'purge' | 'password' | 'sign in' }

/** The expected state of a user after the steps, independent of the transition table of core. */
type Expected = {
  at: UserStatus | 'deleted' | 'purged'
  was: UserStatus
  kind: 'human' | 'service'
  password: boolean
  /** Secrets of sessions that must be valid. */
  sessions: string[]
  /** Secrets of sessions that must be invalid. */
  ended: string[]
}

const mayBecome: Readonly<Record<UserStatus, readonly UserStatus[]>> = {
  invited: ['pending', 'active', 'disabled'],
  pending: ['active', 'disabled'],
  active: ['pending', 'disabled'],
  disabled: ['pending', 'active'],
}

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('status' as const), to: fc.constantFrom(...userStatuses) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('enabled' as const), to: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('kind' as const), to: fc.constantFrom('human', 'service') }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'delete',
        'restore',
        'purge',
        'password',
        'password',
        'sign in',
        'sign in',
        'sign in',
      ),
    }),
  },
)

onEachDatabase('user lifecycle', (makePlace) => {
  let core: TestCore
  before(async () => {
    core = await createTestCore(await makePlace())
  })
  after(() => core.close())

  const code = async (work: Promise<unknown>): Promise<string> => {
    try {
      await work
      return 'ok'
    } catch (thrown) {
      if (isDomainError(thrown)) return thrown.code
      throw thrown
    }
  }
  const update = (id: string, input: Omit<UpdateUser, 'id'>) => code(core.run(updateUser, { id, ...input }))

  const endSessions = (e: Expected) => {
    e.ended.push(...e.sessions)
    e.sessions = []
  }

  const take = async (id: string, name: string, step: Step, e: Expected): Promise<void> => {
    const gone = e.at === 'deleted' || e.at === 'purged'
    switch (step.do) {
      case 'status': {
        const legal = !gone && (step.to === e.at || mayBecome[e.at as UserStatus].includes(step.to))
        const answer = await update(id, { status: step.to })
        assert.equal(answer, gone ? 'user_not_found' : legal ? 'ok' : 'status_step_barred')
        if (!legal) return
        if (step.to !== 'active') endSessions(e)
        e.at = step.to
        return
      }
      case 'enabled': {
        assert.equal(await update(id, { enabled: step.to }), gone ? 'user_not_found' : 'ok')
        if (gone) return
        if (step.to) e.at = 'active'
        else if (e.at === 'active') {
          e.at = 'disabled'
          endSessions(e)
        }
        return
      }
      case 'kind': {
        const barred = e.at === 'invited' && step.to === 'service'
        const answer = await update(id, { kind: step.to })
        assert.equal(answer, gone ? 'user_not_found' : barred ? 'invited_program' : 'ok')
        if (gone || barred) return
        if (e.kind !== step.to) endSessions(e)
        e.kind = step.to
        return
      }
      case 'password':
        assert.equal(await update(id, { password }), gone ? 'user_not_found' : 'ok')
        if (gone) return
        e.password = true
        endSessions(e)
        return
      case 'delete':
        assert.equal(await code(core.run(deleteUser, { id })), gone ? 'user_not_found' : 'ok')
        if (gone) return
        endSessions(e)
        Object.assign(e, { was: e.at, at: 'deleted', password: false })
        return
      case 'restore':
        assert.equal(
          await code(core.run(restoreUser, { id })),
          e.at === 'deleted' ? 'ok' : 'deleted_user_not_found',
        )
        if (e.at === 'deleted') e.at = e.was
        return
      case 'purge':
        assert.equal(
          await code(core.run(purgeDeletedUser, { id })),
          e.at === 'deleted' ? 'ok' : 'deleted_user_not_found',
        )
        if (e.at === 'deleted') e.at = 'purged'
        return
      case 'sign in': {
        const right = e.at === 'active' && e.password && e.kind === 'human'
        const input = { username: name, password, agent: null, address: null }
        const opening = core.run(openSession, input, anonymous)
        if (!right) return assert.rejects(opening, { kind: 'unauthenticated' })
        e.sessions.push((await opening).secret)
      }
    }
  }

  const check = async (id: string, e: Expected): Promise<void> => {
    const found = await core.run(getUser, { id }).catch(() => undefined)
    const buried = await core.run(getDeletedUser, { id }).catch(() => undefined)
    const alive = e.at !== 'deleted' && e.at !== 'purged'
    assert.equal(found?.status, alive ? e.at : undefined)
    assert.equal(buried?.status, e.at === 'deleted' ? e.was : undefined)
    if (found) {
      assert.equal(found.kind, e.kind)
      assert.equal(found.invitedUntil !== null, e.at === 'invited', 'the end of a pending invitation')
    }
    for (const secret of e.sessions) assert.equal((await core.sessions.read(secret)).userId, id)
    for (const secret of e.ended)
      await assert.rejects(core.sessions.read(secret), { kind: 'unauthenticated' })
  }

  test('T35, T36: allows only the defined transitions, in any order, each with its revocations', async () => {
    let count = 0
    const start = fc.constantFrom(...userStatuses)
    await fc.assert(
      fc.asyncProperty(start, fc.array(anyStep, { maxLength: 25 }), async (status, steps) => {
        const name = `walker-${++count}`
        const first = status === 'invited' ? 'active' : status
        const { id } = await core.run(createUser, { name, password, status: first })
        if (status === 'invited') await invited(core.store, id)
        const e: Expected = {
          at: status,
          was: status,
          kind: 'human',
          password: true,
          sessions: [],
          ended: [],
        }
        for (const step of steps) {
          await take(id, name, step, e)
          await check(id, e)
        }
        // The event log contains all of them, including deleted ones.
        assert.equal(await core.store.reading.events.has({ type: 'user', id }), true)
      }),
      { numRuns: 60 },
    )
  })

  test('a new user is never invited without an invitation', async () => {
    const before = await core.events()
    assert.equal(
      await code(core.run(createUser, { name: 'nobody', status: 'invited' })),
      'status_step_barred',
    )
    assert.deepEqual(await core.events(), before)
  })

  test('leaving invited revokes the invitation, and restoring does not renew it', async () => {
    const make = async (name: string) => {
      const { id } = await core.run(createUser, { name })
      await invited(core.store, id)
      return id
    }
    const approved = await make('approved')
    await core.run(updateUser, { id: approved, status: 'active' })
    assert.equal((await core.run(getUser, { id: approved })).invitedUntil, null)
    const returned = await make('returned')
    await core.run(deleteUser, { id: returned })
    const { status, invitedUntil } = await core.run(restoreUser, { id: returned })
    assert.deepEqual([status, invitedUntil], ['invited', core.now()], 'still invited, and expired')
  })
})
