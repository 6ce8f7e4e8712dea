import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signIn } from '../src/core/access/authentication/sign-in.ts'
import { purgeExpiredMemberships } from '../src/core/access/cleanup.ts'
import { createIdentityProvider } from '../src/core/access/federation/create-identity-provider.ts'
import { createFederationProtocol } from '../src/core/access/federation/federation-protocols.ts'
import { createMapping } from '../src/core/access/federation/mappings.ts'
import { admitFederatedUser } from '../src/core/access/federation/sign-in/admit-federated-user.ts'
import { grantRole } from '../src/core/directory/assignments/grant-role.ts'
import { createGroup } from '../src/core/directory/groups/create-group.ts'
import { checkMember } from '../src/core/directory/groups/group-members.ts'
import { listUserGroups } from '../src/core/directory/groups/groups.ts'
import { createProject } from '../src/core/directory/projects/create-project.ts'
import { createRole } from '../src/core/directory/roles/create-role.ts'
import { anonymous, operator } from '../src/core/kernel/caller.ts'
import { onEachDatabase } from './databases.ts'
import { rulesOf } from './federation-fixture.ts'
import { createTestCore } from './test-core.ts'

const minute = 60_000
const secret = 'a secret of at least thirty-two characters'

onEachDatabase('group memberships of federated users', (makePlace) => {
  test('are renewed by each sign-in and end with their time, for cached tokens too', async () => {
    const core = await createTestCore(await makePlace(), { frontServerSecret: secret })
    const { run, advanceTime } = core
    const project = await run(createProject, { name: 'build', domainId: 'default' })
    const group = await run(createGroup, { name: 'developers', domainId: 'default' })
    const role = await run(createRole, { name: 'builder' })
    await run(grantRole, {
      actor: { type: 'group', id: group.id },
      target: { type: 'project', id: project.id },
      roleId: role.id,
      inherited: false,
    })
    await run(createIdentityProvider, {
      id: 'idp',
      enabled: true,
      domainId: 'default',
      authorizationTtl: 30,
    })
    await run(createMapping, { id: 'rules', rules: rulesOf('default') })
    await run(createFederationProtocol, { identityProviderId: 'idp', id: 'mapped', mappingId: 'rules' })
    const headers: Readonly<Record<string, string>> = {
      'x-federation-oidc-sub': 'anna-1',
      'x-federation-oidc-preferred-username': 'anna',
      'x-federation-oidc-groups': 'developers',
    }
    const admit = () =>
      run(
        admitFederatedUser,
        {
          identityProviderId: 'idp',
          protocolId: 'mapped',
          proof: { kind: 'front_server', trusted: true, secret, header: (name) => headers[name] },
        },
        anonymous,
      )
    const { userId } = await admit()
    const groups = async () => (await run(listUserGroups, { userId, where: [], page: { limit: 10 } })).rows
    // Not a federated token: its roles come from the stored membership alone.
    const issue = () =>
      run(
        signIn,
        {
          methods: ['mapped'],
          federated: { userId, protocolId: 'mapped', federation: undefined },
          scope: { kind: 'project', project: { id: project.id } },
        },
        anonymous,
      )
    assert.deepEqual(
      (await groups()).map(({ id, membershipExpiresAt }) => [id, membershipExpiresAt]),
      [[group.id, core.now() + 30 * minute]],
    )
    advanceTime(20 * minute)
    await admit()
    advanceTime(20 * minute)
    await run(checkMember, { groupId: group.id, userId })
    const { token, roles } = await issue()
    assert.deepEqual(
      roles.map(({ name }) => name),
      ['builder'],
    )
    assert.equal((await core.ports.tokens.read(token)).roles.length, 1)
    advanceTime(9 * minute)
    assert.equal((await core.ports.tokens.read(token)).roles.length, 1)
    assert.equal(await run(purgeExpiredMemberships, {}, operator), 0)
    advanceTime(minute)
    await assert.rejects(core.ports.tokens.read(token), { kind: 'unauthenticated' })
    await assert.rejects(issue(), { kind: 'unauthenticated' })
    await assert.rejects(run(checkMember, { groupId: group.id, userId }), { kind: 'not_found' })
    assert.deepEqual(await groups(), [])
    assert.equal(await run(purgeExpiredMemberships, {}, operator), 1)
    await core.close()
  })
})
