import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import type { AssignmentTarget } from '../src/core/directory/assignments/assignment.ts'
import { grantRole, revokeRole } from '../src/core/directory/assignments/grant-role.ts'
import { checkGrant, listGrants } from '../src/core/directory/assignments/read-grants.ts'
import { anonymous, type Caller } from '../src/core/kernel/caller.ts'
import { isDomainError } from '../src/core/kernel/domain-error.ts'
import { builders, groupActor, onDomain, onProject, onSystem, userActor } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { callerAs, createTestCore, inDomain, systemReader, type TestCore, unprivileged } from './test-core.ts'

const page = { limit: 1000 }

onEachDatabase('permissions to grant', (makePlace) => {
  let core: TestCore
  let make: ReturnType<typeof builders>
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
    make = builders(core)
  })
  afterEach(() => core.close())

  const outcome = async (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'done',
      (thrown) => {
        assert.ok(isDomainError(thrown), thrown)
        return thrown.kind
      },
    )

  test('T16, T19: a domain manager grants manager, member and reader in that domain, and nothing else', async () => {
    const elsewhere = await make.domain()
    const sides = {
      own: {
        user: await make.user(),
        group: await make.group(),
        project: await make.project('default'),
        domain: 'default',
      },
      foreign: {
        user: await make.user(elsewhere),
        group: await make.group(elsewhere),
        project: await make.project(elsewhere),
        domain: elsewhere,
      },
    }
    const names = ['admin', 'manager', 'member', 'reader', 'readers', 'service', 'reader ']
    const roles: [string, string][] = []
    for (const name of names) roles.push([name, await make.role(name)])
    const manager = inDomain('default', 'manager', 'member', 'reader')
    for (const [name, roleId] of roles)
      for (const who of ['own', 'foreign'] as const)
        for (const where of ['own', 'foreign'] as const)
          for (const actor of [userActor(sides[who].user), groupActor(sides[who].group)])
            for (const target of [onProject(sides[where].project), onDomain(sides[where].domain), onSystem])
              for (const inherited of target.type === 'system' ? [false] : [false, true]) {
                const grant = { actor, target, roleId, inherited }
                const may =
                  ['manager', 'member', 'reader'].includes(name) &&
                  who === 'own' &&
                  where === 'own' &&
                  target.type !== 'system'
                const words = `${name} to ${who} ${actor.type} on ${where} ${target.type}`
                assert.equal(
                  await outcome(core.run(grantRole, grant, manager)),
                  may ? 'done' : 'forbidden',
                  words,
                )
                if (!may) await core.run(grantRole, grant)
                assert.equal(
                  await outcome(core.run(revokeRole, grant, manager)),
                  may ? 'done' : 'forbidden',
                  words,
                )
              }
  })

  test('T16: callers without the right grant and revoke nothing, on any path', async () => {
    const [roleId, project] = [await make.role('reader'), await make.project('default')]
    const elsewhere = await make.domain()
    const others: [string, Caller][] = [
      ['reader of the system', systemReader],
      ['reader of the domain', inDomain('default', 'reader', 'member')],
      ['manager of another domain', inDomain(elsewhere, 'manager', 'member', 'reader')],
      [
        'manager of the project',
        callerAs({
          scope: { kind: 'project', projectId: project, domainId: 'default' },
          roles: ['manager', 'member', 'reader'],
        }),
      ],
      ['member of a project', unprivileged],
      ['without a scope', callerAs({ scope: { kind: 'unscoped' } })],
      ['anonymous', anonymous],
    ]
    for (const actor of [userActor(await make.user()), groupActor(await make.group())])
      for (const target of [onProject(project), onDomain('default'), onSystem])
        for (const inherited of target.type === 'system' ? [false] : [false, true]) {
          const grant = { actor, target, roleId, inherited }
          for (const [title, caller] of others) {
            const rejected = title === 'anonymous' ? 'unauthenticated' : 'forbidden'
            assert.equal(await outcome(core.run(grantRole, grant, caller)), rejected, title)
            await core.run(grantRole, grant)
            assert.equal(await outcome(core.run(revokeRole, grant, caller)), rejected, title)
            await core.run(checkGrant, grant)
            await core.run(revokeRole, grant)
          }
        }
  })

  test('T20: a domain without a parent domain matches no project of the caller: null never equals null', async () => {
    const roleId = await make.role('reader')
    const callers = [
      inDomain('default', 'manager', 'reader'),
      callerAs({ scope: { kind: 'unscoped' }, roles: ['manager', 'reader'] }),
    ]
    const grant = {
      actor: userActor(await make.user()),
      target: onProject('default'),
      roleId,
      inherited: false,
    }
    for (const caller of callers)
      for (const operation of [grantRole, checkGrant, revokeRole])
        assert.equal(await outcome(core.run(operation as typeof grantRole, grant, caller)), 'forbidden')
  })

  test('readers of a domain see the grants in it, of roles visible to them', async () => {
    const elsewhere = await make.domain()
    const [own, foreign] = [await make.user(), await make.user(elsewhere)]
    const project = await make.project('default')
    const [global, local, strange] = [
      await make.role(),
      await make.role('l', 'default'),
      await make.role('l', elsewhere),
    ]
    const reader = inDomain('default', 'reader')
    const check = (actorId: string, roleId: string, target = onProject(project)) =>
      outcome(core.run(checkGrant, { actor: userActor(actorId), target, roleId, inherited: false }, reader))
    const list = (actorId: string, target: AssignmentTarget) =>
      outcome(core.run(listGrants, { actor: userActor(actorId), target, inherited: false, page }, reader))
    assert.deepEqual(
      [
        await check(own, global),
        await check(own, local),
        await check(own, strange),
        await check(foreign, global),
      ],
      ['not_found', 'not_found', 'forbidden', 'forbidden'],
    )
    assert.deepEqual(
      [
        await list(own, onProject(project)),
        await list(own, onDomain('default')),
        await list(own, onDomain(elsewhere)),
        await list(foreign, onProject(project)),
        await list(own, onSystem),
      ],
      ['done', 'done', 'forbidden', 'forbidden', 'forbidden'],
    )
  })
})
