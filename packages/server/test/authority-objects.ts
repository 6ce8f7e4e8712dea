import assert from 'node:assert/strict'
import { createConsumer } from '../src/core/access/oauth1/create-consumer.ts'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import { arizeId } from './apis/arize-fixture.ts'
import type { AuthorityFixture } from './authority-fixture.ts'
import { groupActor, onDomain, onSystem, userActor } from './builders.ts'
import { makeProvider } from './saml-service-provider.ts'

/** Objects that attempts name in addition to a target: of other domains, of administrators, and weak ones to extend. */
export const authorityThings = async (w: AuthorityFixture) => {
  const { s, n, make, roles, here, there, fresh, accomplice } = w
  const ask = async (path: string, body: object, secret = n.admin, method = 'POST') => {
    const answer = await s.call(method, path, { body, headers: { authorization: `Bearer ${secret}` } })
    assert.ok(answer.status < 300, `${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const managerThere = await make.user(there, w.password)
  await make.give(userActor(managerThere), roles.manager, onDomain(there))
  const { name = '' } = (await s.muster.store.reading.users.get(managerThere)) ?? {}
  const foreign = await n.signIn(name, w.password, there)
  const url = 'https://receiver.example/hook'
  const manager = w.attackers.find((one) => one.name === 'manager')?.bearer
  const organization = (secret?: string) =>
    ask('/arize/v2/organizations', { name: fresh('organization') }, secret)
  const space = (organization_id: string, secret?: string) =>
    ask('/arize/v2/spaces', { name: fresh('space'), organization_id }, secret)
  const [orgHere, orgThere] = [await organization(manager), await organization(foreign)]
  const [spaceHere, spaceThere] = [await space(orgHere.id, manager), await space(orgThere.id, foreign)]
  const weakRole = await make.role(fresh('role'), here)
  const binding = {
    role_id: arizeId('Role', weakRole),
    user_id: arizeId('User', accomplice),
    resource_type: 'SPACE',
  }
  const deleted = await w.newUser()
  await make.give(userActor(deleted), roles.admin, onSystem)
  await w.run(deleteUser, { id: deleted })
  const friends = await make.group(here, accomplice)
  const administrators = await make.group(here)
  await make.give(groupActor(administrators), roles.admin, onSystem)
  const grant = { action: 'grant_role', domain_id: here, users: { ids: [accomplice] } }
  const role = { id: roles.admin, scope: { type: 'system' } }
  const importRows = { format: 'ndjson', mode: 'create_or_update' }
  // One for each target and caller: an import is complete after its rows.
  const imports = new Map<string, string>()
  for (const target of w.targets)
    for (const by of w.attackers)
      imports.set(
        `${target.name} ${by.name}`,
        (await ask('/api/v1/imports', { ...importRows, domain_id: here })).id,
      )
  const consumerId = (await w.run(createConsumer, {})).consumer.id
  const requested = {
    id: 'a'.repeat(32),
    sealedSecret: '',
    consumerId,
    projectId: w.project,
    expiresAt: null,
  }
  await s.muster.store.transaction('serializable', ({ oauth1 }) =>
    oauth1.insertRequestToken({ ...requested, authorizingUserId: null, verifier: null, roleIds: [] }),
  )
  const federation = '/v3/OS-FEDERATION'
  const rules = [{ local: [{ user: { name: '{0}' } }], remote: [{ type: 'name' }] }]
  await ask(`${federation}/mappings/mapping`, { mapping: { rules } }, n.admin, 'PUT')
  const provider = `${federation}/identity_providers/provider`
  await ask(provider, { identity_provider: { domain_id: here } }, n.admin, 'PUT')
  await ask(`${provider}/protocols/saml2`, { protocol: { mapping_id: 'mapping' } }, n.admin, 'PUT')
  return {
    serviceProvider: await makeProvider(s, 'elsewhere'),
    mapping: 'mapping',
    provider: 'provider',
    hook: (await ask('/api/v1/webhooks', { url, kinds: ['plan.created'], domain_id: null })).webhook
      .id as string,
    imports,
    importThere: (await ask('/api/v1/imports', { ...importRows, domain_id: there })).id as string,
    job: (await ask('/api/v1/bulk-jobs', { ...grant, role })).id as string,
    orgThere: orgThere.id as string,
    spaceThere: spaceThere.id as string,
    spaceHere: spaceHere.id as string,
    binding: (await ask('/arize/v2/role-bindings', { ...binding, resource_id: spaceHere.id }, manager))
      .id as string,
    requestToken: requested.id,
    deleted,
    friends,
    administrators,
  }
}

export type AuthorityThings = Awaited<ReturnType<typeof authorityThings>>
