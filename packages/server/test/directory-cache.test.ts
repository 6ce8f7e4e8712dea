import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setDomainConfiguration } from '../src/core/directory/domain-configuration/set-domain-configuration.ts'
import { createDomain } from '../src/core/directory/domains/create-domain.ts'
import type { Directories } from '../src/core/directory/external/directories.ts'
import type { DirectoryUser, ExternalDirectory } from '../src/core/directory/external/external-directory.ts'
import { makeDirectories } from '../src/core/directory/external/make-directories.ts'
import { getUser } from '../src/core/directory/users/get-user.ts'
import { listUsers } from '../src/core/directory/users/list-users.ts'
import { operator } from '../src/core/kernel/caller.ts'
import { eq } from '../src/core/kernel/paging/list-query.ts'
import { onEachDatabase } from './databases.ts'
import { entries, ldapOptions, person, userDn } from './directory-entries.ts'
import { startLdapServer } from './ldap-server.ts'
import { createTestCore, type TestCore } from './test-core.ts'

const user = (localId: string, name = localId): DirectoryUser => ({
  localId,
  name,
  enabled: true,
  email: null,
  description: null,
  defaultProjectId: null,
  extra: {},
})

type MemoryDirectory = ExternalDirectory & {
  users: readonly DirectoryUser[]
  lists: number
  /** Called while the directory is read. */
  meanwhile: () => Promise<unknown>
}

const directoryOf = (...users: readonly DirectoryUser[]): MemoryDirectory => {
  const directory: MemoryDirectory = {
    users,
    lists: 0,
    meanwhile: async () => undefined,
    async findUser(ref) {
      const found = directory.users.find((one) =>
        'name' in ref ? one.name === ref.name : one.localId === ref.localId,
      )
      await directory.meanwhile()
      return found && { user: found, groups: [] }
    },
    async listUsers() {
      directory.lists++
      const rows = directory.users
      await directory.meanwhile()
      return { rows, complete: true }
    },
    findGroup: async () => undefined,
    listGroups: async () => ({ rows: [], complete: true }),
    members: async () => [],
    authenticate: async () => false,
    close: () => {},
  }
  return directory
}

onEachDatabase('what was read from a directory', (makePlace) => {
  test('is read again after directory_cache_seconds, also while the directory does not respond', async () => {
    const ldap = await startLdapServer(entries())
    const c = await createTestCore(await makePlace(), { directoryCacheSeconds: 10 })
    try {
      const { id: domainId } = await c.run(createDomain, { name: 'corp' })
      await c.run(setDomainConfiguration, {
        domainId,
        config: { identity: { driver: 'ldap' }, ldap: ldapOptions(ldap.url) },
      })
      const list = () => c.run(listUsers, { where: [eq('domain_id', domainId)], page: { limit: 10 } })
      const alice = (await list()).rows.find(({ name }) => name === 'alice')
      const show = () => c.run(getUser, { id: alice?.id ?? '' })
      assert.equal((await show()).email, 'alice@example.org')

      ldap.entries.set(userDn('alice'), person('alice', { mail: ['new@example.org'] }))
      const before = ldap.requests.length
      c.advanceTime(9_000)
      assert.equal((await show()).email, 'alice@example.org')
      assert.equal((await list()).rows.length, 3)
      assert.equal(ldap.requests.length, before)
      c.advanceTime(1_000)
      assert.equal((await show()).email, 'new@example.org')
      assert.ok(ldap.requests.length > before)

      await ldap.close()
      assert.equal((await show()).email, 'new@example.org')
      c.advanceTime(10_000)
      await assert.rejects(show(), { kind: 'unavailable', code: 'directory_unavailable' })
    } finally {
      await c.close()
      await ldap.close()
    }
  })

  /** The directories of a domain that has the directory returned by `current`. */
  const served = async (c: TestCore, current: () => ExternalDirectory) => {
    const { id: domainId } = await c.run(createDomain, { name: 'corp' })
    await c.run(setDomainConfiguration, { domainId, config: { identity: { driver: 'ldap' } } })
    const directories: Directories = makeDirectories({
      stores: c.store.reading,
      ports: c.ports,
      driver: { check: async () => {}, open: current },
      open: { get: async () => current(), has: async () => true, reset: () => {}, close: () => {} },
      run: (command, input) => c.core.run(command, input, operator, { api: 'directory', requestId: 'test' }),
    })
    return { domainId, directories }
  }
  const withCore = async (work: (c: TestCore) => Promise<void>) => {
    const c = await createTestCore(await makePlace(), { directoryCacheSeconds: 10 })
    try {
      await work(c)
    } finally {
      await c.close()
    }
  }

  test('is shared by lists that the directory answers alike', () =>
    withCore(async (c) => {
      const directory = directoryOf(user('alice'), user('bob'))
      const { domainId, directories } = await served(c, () => directory)
      const all = await directories.listUsers(domainId, [eq('domain_id', domainId)])
      for (const status of ['active', 'disabled'])
        assert.deepEqual(await directories.listUsers(domainId, [eq('status', status)]), all)
      assert.equal(directory.lists, 1)
      await directories.listUsers(domainId, [eq('name', 'alice')])
      assert.equal(directory.lists, 2)
    }))

  test('is not undone by a list that began before', () =>
    withCore(async (c) => {
      const directory = directoryOf(user('alice'))
      const { domainId, directories } = await served(c, () => directory)
      directory.meanwhile = async () => {
        directory.meanwhile = async () => undefined
        directory.users = [user('alice'), user('bob')]
        assert.equal((await directories.userByName(domainId, 'bob'))?.status, 'active')
      }
      await directories.listUsers(domainId, [])
      const bob = await c.store.reading.users.getByName(domainId, 'bob')
      assert.equal(bob?.status, 'active')
    }))

  test('is written once for names that are equal here', () =>
    withCore(async (c) => {
      const directory = directoryOf(user('1', 'straße'), user('2', 'STRASSE'))
      const { domainId, directories } = await served(c, () => directory)
      const first = await directories.listUsers(domainId, [])
      assert.equal(first.length, 1)
      const events = (await c.events()).length
      c.advanceTime(10_000)
      assert.deepEqual(await directories.listUsers(domainId, []), first)
      assert.equal((await c.events()).length, events)
    }))

  test('is not shared with requests after a change of the configuration', () =>
    withCore(async (c) => {
      const [former, next] = [directoryOf(user('alice')), directoryOf()]
      let current = former
      const { domainId, directories } = await served(c, () => current)
      const alice = await directories.userByName(domainId, 'alice')
      assert.ok(alice)
      c.advanceTime(10_000)
      const { promise, resolve } = Promise.withResolvers<void>()
      former.meanwhile = () => promise
      const before = directories.currentUser(alice)
      current = next
      directories.reset()
      const after = directories.currentUser(alice)
      assert.equal(await Promise.race([after, before.then(() => 'the former reading')]), undefined)
      resolve()
      await before
    }))
})
