import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { signIn } from '../src/core/access/authentication/sign-in.ts'
import { addMember, removeMember } from '../src/core/directory/groups/group-members.ts'
import { deleteGroup } from '../src/core/directory/groups/groups.ts'
import { deleteImplication } from '../src/core/directory/roles/implied-roles.ts'
import { updateRole } from '../src/core/directory/roles/update-role.ts'
import { anonymous } from '../src/core/kernel/caller.ts'
import { builders, groupActor, onDomain, onProject, onSystem, userActor } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { createTestCore, type TestCore } from './test-core.ts'

onEachDatabase('role changes and tokens', (makePlace) => {
  let core: TestCore
  let make: ReturnType<typeof builders>
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
    make = builders(core)
  })
  afterEach(() => core.close())

  test('T45: a token reflects every change of its roles on the very next request', async () => {
    const [project, userId] = [await make.project('default'), await make.user('default', 'secret')]
    const [top, low] = [await make.role('top'), await make.role('low')]
    const groupId = await make.group('default', userId)
    const user = userActor(userId)
    const target = onProject(project)
    await make.give(user, top, target)
    const login = () =>
      core.run(
        signIn,
        {
          methods: ['password'],
          password: { user: { id: userId }, password: 'secret' },
          scope: { kind: 'project', project: { id: project } },
        },
        anonymous,
      )
    const { token } = await login()
    const shown = async () =>
      core.ports.tokens.read(token).then(
        (view) =>
          view.roles
            .map(({ name }) => name)
            .sort()
            .join(' '),
        () => 'ended',
      )
    const steps: [string, () => Promise<unknown>, string][] = [
      ['at first', async () => {}, 'top'],
      ['implied', () => make.imply(top, low), 'low top'],
      ['implied no more', () => core.run(deleteImplication, { priorId: top, impliedId: low }), 'top'],
      ['given to a group', () => make.give(groupActor(groupId), low, target), 'low top'],
      ['taken from the group', () => make.take(groupActor(groupId), low, target), 'top'],
      ['inherited from the domain', () => make.give(user, low, onDomain('default'), true), 'low top'],
      ['renamed', () => core.run(updateRole, { id: low, name: 'lower' }), 'lower top'],
      ['inherited no more', () => make.take(user, low, onDomain('default'), true), 'top'],
      ['taken', () => make.take(user, top, target), 'ended'],
      ['given again', () => make.give(user, top, target), 'top'],
      [
        'joining a group that has a role',
        async () => {
          const other = await make.group()
          await make.give(groupActor(other), low, target)
          assert.equal(await shown(), 'top')
          await core.run(addMember, { groupId: other, userId })
        },
        'lower top',
      ],
      ['leaving a group ends the token', () => core.run(removeMember, { groupId, userId }), 'ended'],
    ]
    for (const [title, change, expected] of steps) {
      await change()
      assert.equal(await shown(), expected, title)
    }
  })

  test('T45: deleting a group with grants invalidates the tokens of its members, unscoped ones too', async () => {
    const [roleId, userId] = [await make.role(), await make.user('default', 'secret')]
    const groupId = await make.group('default', userId)
    await make.give(groupActor(groupId), roleId, onSystem)
    const { token } = await core.run(
      signIn,
      {
        methods: ['password'],
        password: { user: { id: userId }, password: 'secret' },
        scope: { kind: 'unscoped' },
      },
      anonymous,
    )
    await core.ports.tokens.read(token)
    await core.run(deleteGroup, { id: groupId })
    await assert.rejects(core.ports.tokens.read(token), { kind: 'unauthenticated' })
  })
})
