import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { createApiKey } from '../src/core/access/api-keys/create-api-key.ts'
import { closeUserSessions } from '../src/core/access/sessions/close-session.ts'
import { type CreateTrust, createTrust } from '../src/core/access/trusts/create-trust.ts'
import { deleteTrust } from '../src/core/access/trusts/trusts.ts'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import { sendRecovery } from '../src/core/accounts/recovery/send-recovery.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import type { Caller } from '../src/core/kernel/caller.ts'
import { isDomainError } from '../src/core/kernel/domain-error.ts'
import { builders, groupActor, onDomain, onProject, onSystem, userActor } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { callerAs, createTestCore, inDomain, type TestCore } from './test-core.ts'

const password = 'another long phrase'
const protectedCode = 'administrator_protected'
const hour = 3_600_000

onEachDatabase('a domain manager and users with roles outside the domain', (makePlace) => {
  let core: TestCore
  let make: ReturnType<typeof builders>
  let roles: Record<'admin' | 'service' | 'manager' | 'reader', string>
  let here: string
  let elsewhere: { readonly domain: string; readonly project: string }
  const manager = inDomain('default', 'manager', 'reader')
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
    make = builders(core)
    roles = {
      admin: await make.role('admin'),
      service: await make.role('service'),
      manager: await make.role('manager'),
      reader: await make.role('reader'),
    }
    here = await make.project('default')
    const domain = await make.domain()
    elsewhere = { domain, project: await make.project(domain) }
  })
  afterEach(() => core.close())

  const user = () => make.user('default', password)
  const code = (work: Promise<unknown>) =>
    work.then(
      () => 'ok',
      (thrown) => {
        if (isDomainError(thrown)) return thrown.code
        throw thrown
      },
    )
  const takeOver = (id: string, caller: Caller = manager) =>
    code(core.run(updateUser, { id, password: 'chosen by the manager' }, caller))

  /** A trust to the trustee from a new user who holds the role on the project. */
  const trust = async (
    trusteeId: string,
    {
      role = roles.reader,
      project = here,
      ...more
    }: Partial<CreateTrust> & { role?: string; project?: string } = {},
  ) => {
    const trustorId = await make.user()
    await make.give(userActor(trustorId), role, onProject(project))
    const trustor = callerAs({ userId: trustorId, scope: { kind: 'unscoped' } })
    const input = {
      trustorId,
      trusteeId,
      impersonation: false,
      projectId: project,
      roles: [{ id: role }],
      ...more,
    }
    return (await core.run(createTrust, input, trustor)).trust
  }

  /** The same trust, redelegated by a first trustee. */
  const redelegated = async (trusteeId: string) => {
    const between = await user()
    const first = await trust(between, { role: roles.admin, allowRedelegation: true })
    const delegation = {
      kind: 'trust',
      trustId: first.id,
      trustorId: first.trustorId,
      trusteeId: between,
    } as const
    const caller = callerAs({
      userId: between,
      scope: { kind: 'project', projectId: here, domainId: 'default' },
    })
    const bearer = { ...caller, chain: { ...caller.chain, delegation } }
    const input = {
      trustorId: between,
      trusteeId,
      impersonation: false,
      projectId: here,
      roles: [{ id: roles.admin }],
    }
    await core.run(createTrust, input, bearer)
  }

  const group = async (id: string, ...input: [string, ReturnType<typeof onDomain>, boolean?]) => {
    const groupId = await make.group('default', id)
    await make.give(groupActor(groupId), ...input)
  }

  const ways: Readonly<Record<string, (id: string) => Promise<unknown>>> = {
    'a role on the system': (id) => make.give(userActor(id), roles.reader, onSystem),
    'a role on the system by a group': (id) => group(id, roles.reader, onSystem),
    'a role on another domain': (id) => make.give(userActor(id), roles.reader, onDomain(elsewhere.domain)),
    'a role on another domain by a group': (id) => group(id, roles.reader, onDomain(elsewhere.domain)),
    'a role on a project of another domain': (id) =>
      make.give(userActor(id), roles.reader, onProject(elsewhere.project)),
    'an inherited role below another domain': (id) =>
      make.give(userActor(id), roles.reader, onDomain(elsewhere.domain), true),
    'admin on a project of the domain': (id) => make.give(userActor(id), roles.admin, onProject(here)),
    'service on a project of the domain': (id) => make.give(userActor(id), roles.service, onProject(here)),
    'service on the domain, inherited, by a group': (id) =>
      group(id, roles.service, onDomain('default'), true),
    'a role that implies a role that implies service': async (id) => {
      const [outer, inner] = [await make.role(), await make.role()]
      await make.imply(outer, inner)
      await make.imply(inner, roles.service)
      await make.give(userActor(id), outer, onDomain('default'))
    },
    'a role of the domain that implies service': async (id) => {
      const own = await make.role(`own-role-${id}`, 'default')
      await make.imply(own, roles.service)
      await make.give(userActor(id), own, onProject(here))
    },
    'trustee of an admin trust in the domain': (id) => trust(id, { role: roles.admin }),
    'trustee of a service trust, by implication': async (id) => {
      const chief = await make.role()
      await make.imply(chief, roles.service)
      await trust(id, { role: chief })
    },
    'trustee of a trust in another domain': (id) => trust(id, { project: elsewhere.project }),
    'trustee of a trust with uses left': (id) =>
      trust(id, { role: roles.admin, remainingUses: 1, expiresAt: core.now() + hour }),
    'trustee of a redelegated admin trust': redelegated,
  }

  test('S3: the manager cannot take over, enable or delete a user with roles that it lacks', async () => {
    for (const [way, give] of Object.entries(ways)) {
      const id = await user()
      assert.equal(await takeOver(id), 'ok', `before: ${way}`)
      await give(id)
      assert.equal(await takeOver(id), protectedCode, way)
      const change = { id, email: `${id}@example.com`, claimEmail: true }
      assert.equal(await code(core.run(updateUser, change, manager)), protectedCode, way)
      assert.equal(await code(core.run(sendRecovery, { userId: id }, manager)), protectedCode, way)
      assert.equal(await code(core.run(closeUserSessions, { userId: id }, manager)), protectedCode, way)
      assert.equal(await code(core.run(deleteUser, { id }, manager)), protectedCode, way)
      assert.equal(await takeOver(id, inDomain('default', 'admin')), 'ok', `an administrator may: ${way}`)
    }
  })

  test('S3: the manager creates no key for a service user with such roles, not even a narrow one', async () => {
    for (const [way, give] of Object.entries(ways)) {
      const id = await user()
      assert.equal(await code(core.run(updateUser, { id, kind: 'service' })), 'ok')
      await make.give(userActor(id), roles.reader, onDomain('default'))
      const narrow = { userId: id, name: 'narrow', scope: onDomain('default'), roles: [{ id: roles.reader }] }
      assert.equal(await code(core.run(createApiKey, narrow, manager)), 'ok', `before: ${way}`)
      await give(id)
      assert.equal(
        await code(core.run(createApiKey, { ...narrow, name: 'again' }, manager)),
        protectedCode,
        way,
      )
    }
  })

  test('S3: roles within the domain, and unusable ones, do not protect a user', async () => {
    const within: Readonly<Record<string, (id: string) => Promise<unknown>>> = {
      'roles on the domain and its projects': async (id) => {
        await make.give(userActor(id), roles.manager, onDomain('default'))
        await make.give(userActor(id), roles.reader, onDomain('default'), true)
        await make.give(userActor(id), await make.role(), onProject(here))
        await group(id, roles.reader, onProject(here))
      },
      'a trust with plain roles in the domain': (id) => trust(id),
      'an expired admin trust': async (id) => {
        await trust(id, { role: roles.admin, expiresAt: core.now() + hour })
        core.advanceTime(2 * hour)
      },
      'a deleted admin trust': async (id) => {
        const { id: trustId, trustorId } = await trust(id, { role: roles.admin })
        await core.run(deleteTrust, { id: trustId }, callerAs({ userId: trustorId }))
      },
      'an admin trust that it gave to another user': async (id) => {
        await trust(await make.user(), { role: roles.admin })
        assert.ok(id)
      },
    }
    for (const [way, give] of Object.entries(within)) {
      const id = await user()
      await give(id)
      assert.equal(await takeOver(id), 'ok', way)
      assert.equal(await code(core.run(deleteUser, { id }, manager)), 'ok', way)
    }
  })

  test('S3: one query covers a whole list of users, unknown ones included', async () => {
    const [plain, strong] = [await user(), await user()]
    await make.give(userActor(strong), roles.reader, onSystem)
    const query = {
      within: { kind: 'domain', domainId: 'default' },
      roleNames: ['admin', 'service'],
      now: core.now(),
    } as const
    const beyond = await core.store.reading.authority.usersBeyond([plain, strong, 'unknown'], query)
    assert.deepEqual([...beyond], [strong])
    assert.deepEqual([...(await core.store.reading.authority.usersBeyond([], query))], [])
  })
})
