import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { createIdentityProvider } from '../src/core/access/federation/create-identity-provider.ts'
import {
  createFederationProtocol,
  deleteFederationProtocol,
  updateFederationProtocol,
} from '../src/core/access/federation/federation-protocols.ts'
import { deleteIdentityProvider } from '../src/core/access/federation/identity-providers.ts'
import { createMapping, deleteMapping, updateMapping } from '../src/core/access/federation/mappings.ts'
import { updateIdentityProvider } from '../src/core/access/federation/update-identity-provider.ts'
import { isDomainError } from '../src/core/kernel/domain-error.ts'
import { onEachDatabase } from './databases.ts'
import { callerAs, createTestCore, type TestCore } from './test-core.ts'

const rules = [{ local: [{ user: { name: '{0}' } }], remote: [{ type: 'name' }] }]

/** A policy file that lets every caller write identity providers, protocols and mappings. */
const openRules = Object.fromEntries(
  ['identity_provider', 'protocol', 'mapping'].flatMap((noun) =>
    ['create', 'update', 'delete'].map((action) => [`identity:${action}_${noun}`, '@']),
  ),
)

onEachDatabase('federation', (makePlace) => {
  let core: TestCore
  afterEach(() => core.close())

  const caller = callerAs({ roles: ['member'] })
  const make = () => ({
    createProvider: () => core.run(createIdentityProvider, { id: 'idp' }, caller),
    createMapping: () => core.run(createMapping, { id: 'm', rules }, caller),
    createProtocol: () =>
      core.run(createFederationProtocol, { identityProviderId: 'idp', id: 'p', mappingId: 'm' }, caller),
    updateProvider: () => core.run(updateIdentityProvider, { id: 'idp', enabled: true }, caller),
    updateMapping: () => core.run(updateMapping, { id: 'm', rules }, caller),
    updateProtocol: () =>
      core.run(updateFederationProtocol, { identityProviderId: 'idp', id: 'p', mappingId: 'm' }, caller),
    deleteProtocol: () => core.run(deleteFederationProtocol, { identityProviderId: 'idp', id: 'p' }, caller),
    deleteMapping: () => core.run(deleteMapping, { id: 'm' }, caller),
    deleteProvider: () => core.run(deleteIdentityProvider, { id: 'idp' }, caller),
  })

  test('a policy file alone does not open federation: its writers can give any authority', async () => {
    core = await createTestCore(await makePlace(), {}, openRules)
    await core.run(createIdentityProvider, { id: 'idp' })
    await core.run(createMapping, { id: 'm', rules })
    await core.run(createFederationProtocol, { identityProviderId: 'idp', id: 'p', mappingId: 'm' })
    const before = await core.events()
    for (const [what, write] of Object.entries(make()))
      await assert.rejects(
        async () => write(),
        (error) => isDomainError(error, 'forbidden') && error.code === 'administrator_protected',
        what,
      )
    assert.deepEqual(await core.events(), before)
    assert.equal((await core.store.reading.identityProviders.find('idp'))?.enabled, false)
  })

  test('a policy file that also opens the management of administrators opens federation', async () => {
    core = await createTestCore(await makePlace(), {}, { ...openRules, 'muster:manage_administrator': '@' })
    for (const write of Object.values(make())) await write()
    assert.equal(await core.store.reading.identityProviders.find('idp'), undefined)
  })

  test('an identity provider is found by each of its remote ids', async () => {
    core = await createTestCore(await makePlace())
    const { remoteIds } = await core.run(createIdentityProvider, { id: 'idp', remoteIds: ['z', 'a'] })
    assert.deepEqual(remoteIds, ['a', 'z'])
    const found = async (remoteId: string) =>
      (await core.store.reading.identityProviders.findByRemoteId(remoteId))?.id
    assert.deepEqual(await Promise.all(['a', 'z', 'A', 'b', 'a\0', ''].map(found)), [
      'idp',
      'idp',
      ...Array.from({ length: 4 }, () => undefined),
    ])
    await core.run(updateIdentityProvider, { id: 'idp', remoteIds: ['b'] })
    assert.deepEqual(await Promise.all(['a', 'b'].map(found)), [undefined, 'idp'])
  })
})
