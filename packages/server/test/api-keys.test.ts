import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { changeApiKey } from '../src/core/access/api-keys/change-api-key.ts'
import { type CreateApiKey, createApiKey } from '../src/core/access/api-keys/create-api-key.ts'
import { deleteApiKey } from '../src/core/access/api-keys/delete-api-key.ts'
import { getApiKey } from '../src/core/access/api-keys/get-api-key.ts'
import { type ListApiKeys, listApiKeys } from '../src/core/access/api-keys/list-api-keys.ts'
import { longestOverlap, rotateApiKey } from '../src/core/access/api-keys/rotate-api-key.ts'
import { deleteApplicationCredential } from '../src/core/access/application-credentials/delete-application-credential.ts'
import { purgeExpiredApiKeys } from '../src/core/access/cleanup.ts'
import { createEc2Credential } from '../src/core/access/ec2/user-keys.ts'
import { openSession } from '../src/core/access/sessions/open-session.ts'
import { createTrust } from '../src/core/access/trusts/create-trust.ts'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import { changePassword } from '../src/core/accounts/passwords/change-password.ts'
import { deleteProject } from '../src/core/directory/projects/delete-project.ts'
import { updateProject } from '../src/core/directory/projects/update-project.ts'
import { deleteRole } from '../src/core/directory/roles/roles.ts'
import { createUser } from '../src/core/directory/users/create-user.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { anonymous, type Caller } from '../src/core/kernel/caller.ts'
import { onDomain, onProject, onSystem, userActor } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { type Keys, keysOf } from './keys-fixtures.ts'
import {
  callerAs,
  createTestCore,
  inDomain,
  systemAdmin,
  systemReader,
  type TestCore,
  unprivileged,
} from './test-core.ts'

const minute = 60_000
const operator: Caller = { kind: 'operator' }
const names = (rows: readonly { readonly name: string }[]) => rows.map(({ name }) => name)

onEachDatabase('API keys', (makePlace) => {
  let core: TestCore
  let w: Keys
  let count = 0
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
    w = await keysOf(core)
  })
  afterEach(() => core.close())

  const make = async (input: Partial<CreateApiKey> = {}, caller?: Caller) =>
    core.run(createApiKey, { name: `key-${++count}`, ...input }, caller ?? (await w.asOwner()))
  const show = (id: string) => core.run(getApiKey, { id })
  const list = async (input: Partial<ListApiKeys> = {}, caller: Caller = systemAdmin) =>
    (await core.run(listApiKeys, { userId: w.owner, limit: 100, ...input }, caller)).rows
  const read = async (secret: string) => core.bearer.find(secret)
  const dead = (secret: string) => assert.rejects(read(secret), { kind: 'unauthenticated' })

  test('a key is created with all roles of the caller in the scope; its secret is shown once and stored as a keyed hash', async () => {
    const { key, secret } = await make({ name: ' backup ', description: 'nightly' })
    assert.match(secret, /^mst_k_[\w-]{49}$/)
    assert.equal(key.prefix, secret.slice(0, 12))
    assert.deepEqual(
      [key.name, key.description, key.userId, key.scope, names(key.roles).sort(), key.state, key.version],
      ['backup', 'nightly', w.owner, onProject(w.project), ['member', 'reader'], 'active', 1],
    )
    assert.deepEqual(await show(key.id), key)
    assert.deepEqual(await core.run(getApiKey, { number: key.number }), key)
    const { secretHash } = (await core.store.reading.applicationCredentials.get(key.id)) ?? assert.fail()
    assert.ok(core.ports.generatedSecrets.isHash(secretHash) && !secretHash.includes(secret))
    for (const shown of [key, await list(), await core.store.reading.events.list(0, 1000)])
      assert.ok(!/hash|mst_k_[\w-]{7}/.test(JSON.stringify(shown)))
    assert.deepEqual((await core.events()).slice(-1), ['application_credential.created'])
  })

  test('the secret authenticates as the caller, with scope, roles and the delegation chain', async () => {
    const { key, secret } = await make({ roles: [{ name: 'reader' }], expiresAt: core.now() + 10 * minute })
    const caller = await read(secret)
    assert.deepEqual(
      [caller.userId, caller.userDomainId, names(caller.roles)],
      [w.owner, 'default', ['reader']],
    )
    assert.deepEqual(caller.scope, { kind: 'project', projectId: w.project, domainId: 'default' })
    assert.deepEqual(caller.chain, {
      methods: ['application_credential'],
      auditIds: [],
      expiresAt: Math.floor((core.now() + 10 * minute) / 1000),
      delegation: { kind: 'application_credential', id: key.id, unrestricted: false },
    })
    assert.equal(await read(secret), caller, 'it is cached')
    assert.equal(core.bearer.find(secret), caller, 'and needs no waiting')
  })

  test('a key can be for a domain or the system in which its creator has roles, and for no other scope', async () => {
    await w.builders.give(userActor(w.owner), w.reader, onDomain('default'))
    await w.builders.give(userActor(w.owner), w.reader, onSystem)
    for (const scope of [onDomain('default'), onSystem]) {
      const { key, secret } = await make({ scope })
      assert.deepEqual(key.scope, scope)
      const caller = await read(secret)
      assert.equal(caller.scope.kind, scope.type)
      assert.deepEqual(names(caller.roles), ['reader'])
    }
    const elsewhere = await w.builders.project('default')
    await assert.rejects(make({ scope: onProject(elsewhere) }), { kind: 'invalid', code: 'role_not_held' })
    await assert.rejects(make({ scope: onProject(w.project), roles: [{ name: 'admin' }] }), {
      kind: 'not_found',
    })
  })

  test('a key is also an application credential of Identity v3, by its id and secret', async () => {
    const { key, secret } = await make()
    const { payload: facts } = await w.use({ credential: { ...key, accessRules: null }, secret })
    assert.equal(facts.applicationCredentialId, key.id)
    await core.run(deleteApplicationCredential, { userId: w.owner, id: key.id, scopeType: 'project' })
    await dead(secret)
    assert.equal((await show(key.id)).state, 'deleted')
  })

  test('T18: no user creates a key for another user, nor receives the secret of an existing one', async () => {
    for (const caller of [systemAdmin, inDomain('default', 'admin'), await w.asOther()])
      await assert.rejects(make({ userId: w.owner }, caller), { kind: 'forbidden' })
    await assert.rejects(make({}, anonymous), { kind: 'unauthenticated' })
    const { key } = await make()
    await assert.rejects(core.run(rotateApiKey, { id: key.id }, systemAdmin), { kind: 'forbidden' })
    await assert.rejects(core.run(rotateApiKey, { id: key.id }, await w.asOther()), { kind: 'forbidden' })
    await assert.rejects(core.run(rotateApiKey, { id: key.id }, operator), { kind: 'failed_precondition' })
  })

  test('T16: the manager of a service user creates and rotates its keys, with delegable roles', async () => {
    const domain = await w.builders.domain()
    const program = (await core.run(createUser, { name: 'robot', domainId: domain, kind: 'service' })).id
    const [manager, admin] = [await w.builders.role('manager'), await w.builders.role('admin')]
    await w.builders.give(userActor(program), w.member, onDomain(domain))
    const asManager = inDomain(domain, 'manager', 'member', 'reader')
    const input = { userId: program, scope: onDomain(domain) }
    const { key, secret } = await make(input, asManager)
    assert.deepEqual([key.userId, names(key.roles).sort()], [program, ['member', 'reader']])
    assert.equal((await read(secret)).userId, program)
    assert.ok((await core.run(rotateApiKey, { id: key.id }, asManager)).secret)
    const auditor = await w.builders.role('auditor')
    await w.builders.give(userActor(program), auditor, onDomain(domain))
    const notGiven = { ...input, roles: [{ id: auditor }] }
    await assert.rejects(make(notGiven, asManager), { kind: 'forbidden', code: 'role_not_yours_to_give' })
    await w.builders.take(userActor(program), auditor, onDomain(domain))
    await assert.rejects(make({ userId: program }, asManager), { code: 'scope_missing' })
    await assert.rejects(make({ ...input, roles: [{ id: manager }] }, asManager), { code: 'role_not_held' })
    await w.builders.give(userActor(program), admin, onSystem)
    const more = { userId: program, scope: onSystem }
    await assert.rejects(make(more, asManager), { kind: 'forbidden', code: 'administrator_protected' })
    const strong = await make(more, systemAdmin)
    await assert.rejects(core.run(rotateApiKey, { id: strong.key.id }, asManager), { kind: 'forbidden' })
    for (const caller of [unprivileged, inDomain('default', 'manager'), inDomain(domain, 'member')])
      await assert.rejects(make(input, caller), { kind: 'forbidden' })
    await assert.rejects(make(input, anonymous), { kind: 'unauthenticated' })
  })

  test('T31: keys of another user are visible to administrators, managers of the domain and readers of the system', async () => {
    const { key } = await make()
    const domain = await w.builders.domain()
    const see = [systemAdmin, systemReader, inDomain('default', 'manager')]
    const manage = [systemAdmin, inDomain('default', 'manager')]
    const foreign = [
      await w.asOther(),
      unprivileged,
      inDomain(domain, 'manager'),
      inDomain('default', 'reader'),
    ]
    for (const caller of see) {
      assert.equal((await core.run(getApiKey, { id: key.id }, caller)).id, key.id)
      assert.equal((await list({}, caller)).length, 1)
    }
    for (const caller of foreign) {
      await assert.rejects(core.run(getApiKey, { id: key.id }, caller), { kind: 'forbidden' })
      await assert.rejects(core.run(getApiKey, { id: 'nothing' }, caller), { kind: 'forbidden' })
      await assert.rejects(list({}, caller), { kind: 'forbidden' })
      await assert.rejects(list({ userId: undefined, domainId: 'default' }, caller), { kind: 'forbidden' })
    }
    for (const caller of [...foreign, systemReader]) {
      await assert.rejects(core.run(changeApiKey, { id: key.id, revoked: true }, caller), {
        kind: 'forbidden',
      })
      await assert.rejects(core.run(deleteApiKey, { id: key.id }, caller), { kind: 'forbidden' })
    }
    for (const caller of manage)
      assert.ok(await core.run(changeApiKey, { id: key.id, name: `renamed by ${caller.scope.kind}` }, caller))
    await assert.rejects(core.run(getApiKey, { id: 'nothing' }), { kind: 'not_found' })
    await core.run(deleteApiKey, { id: key.id }, inDomain('default', 'manager'))
  })

  test('T51: 20 parallel creations do not exceed the limit of a user', async () => {
    await core.close()
    core = await createTestCore(await makePlace(), { maxApplicationCredentials: 5 })
    w = await keysOf(core)
    const caller = await w.asOwner()
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => make({}, caller)))
    assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 5)
    assert.equal((await list()).length, 5)
    const [first] = await list()
    await core.run(deleteApiKey, { id: first?.id ?? '' }, caller)
    assert.ok(await make({}, caller), 'a deleted one does not count')
  })

  test('T05: a restricted key cannot create, change, rotate or delete keys', async () => {
    const { key, secret } = await make()
    const delegated = await read(secret)
    for (const attempt of [
      () => make({}, delegated),
      () => core.run(changeApiKey, { id: key.id, name: 'x' }, delegated),
      () => core.run(rotateApiKey, { id: key.id }, delegated),
      () => core.run(deleteApiKey, { id: key.id }, delegated),
    ])
      await assert.rejects(attempt, { kind: 'forbidden', code: 'forbidden_to_delegation' })
    const free = await read((await make({ unrestricted: true })).secret)
    const made = await make({}, free)
    assert.equal((await core.run(rotateApiKey, { id: made.key.id }, free)).key.id, made.key.id)
    await core.run(deleteApiKey, { id: made.key.id }, free)
  })

  test('T01: a key created by an unrestricted key has no more roles than that key', async () => {
    const free = await read((await make({ unrestricted: true, roles: [{ name: 'reader' }] })).secret)
    const { key } = await make({}, free)
    assert.deepEqual(names(key.roles), ['reader'])
    await assert.rejects(make({ roles: [{ name: 'member' }] }, free), { code: 'role_not_held' })
    await w.builders.give(userActor(w.owner), w.reader, onDomain('default'))
    await assert.rejects(make({ scope: onDomain('default') }, free), { code: 'scope_elsewhere' })
  })

  test('T08, T09: keys cannot use trusts, and tokens of trusts cannot create keys', async () => {
    const { secret } = await make({ unrestricted: true })
    const trust = {
      trusteeId: w.other,
      impersonation: false,
      projectId: w.project,
      roles: [{ id: w.reader }],
    }
    await assert.rejects(core.run(createTrust, { ...trust, trustorId: w.owner }, await read(secret)), {
      code: 'forbidden_to_delegation',
    })
    await assert.rejects(make({}, await w.asTrustee()), { code: 'forbidden_to_delegation' })
    await assert.rejects(list({}, await w.asTrustee()), { code: 'forbidden_to_delegation' })
  })

  const endings: Record<string, (id: string) => Promise<unknown>> = {
    'the key is deleted': (id) => core.run(deleteApiKey, { id }),
    'the key is revoked': (id) => core.run(changeApiKey, { id, revoked: true }),
    'the key is rotated': async (id) => core.run(rotateApiKey, { id }, await w.asOwner()),
    'its time has come': async () => core.advanceTime(60 * minute),
    'its user is disabled': () => core.run(updateUser, { id: w.owner, status: 'disabled' }),
    'its user is deleted': () => core.run(deleteUser, { id: w.owner }),
    'its user loses the roles': () => w.builders.take(userActor(w.owner), w.member, onProject(w.project)),
    'the project is disabled': () => core.run(updateProject, { id: w.project, enabled: false }),
    'the project is deleted': () => core.run(deleteProject, { id: w.project }),
    'the role is deleted': () => core.run(deleteRole, { id: w.member }),
  }
  for (const [cause, end] of Object.entries(endings))
    test(`T35, T36: a key is invalid on the next request when ${cause}`, async () => {
      const { key, secret } = await make({ expiresAt: core.now() + 60 * minute })
      await read(secret)
      await end(key.id)
      await dead(secret)
    })

  test('T45: a role that its user loses is removed from the key on the next request, and returns when granted again', async () => {
    const extra = await w.builders.role('operator')
    await w.builders.give(userActor(w.owner), extra, onProject(w.project))
    const { secret } = await make()
    const held = async () => names((await read(secret)).roles).sort()
    assert.deepEqual(await held(), ['member', 'operator', 'reader'])
    await w.builders.take(userActor(w.owner), extra, onProject(w.project))
    assert.deepEqual(await held(), ['member', 'reader'])
    await w.builders.give(userActor(w.owner), extra, onProject(w.project))
    assert.deepEqual(await held(), ['member', 'operator', 'reader'])
    const later = await w.builders.role('later')
    await w.builders.give(userActor(w.owner), later, onProject(w.project))
    assert.deepEqual(await held(), ['member', 'operator', 'reader'], 'undelegated roles are absent')
  })

  test('a new password keeps keys valid', async () => {
    const { secret } = await make()
    const change = { id: w.owner, original: w.password, password: 'four five six' }
    await core.run(changePassword, change, anonymous)
    assert.ok(await read(secret))
  })

  test('rotation: the old secret is valid during the overlap, the one before it is not', async () => {
    const one = await make()
    const owner = await w.asOwner()
    const two = await core.run(rotateApiKey, { id: one.key.id, overlap: 600 }, owner)
    assert.notEqual(two.secret, one.secret)
    assert.deepEqual(
      [two.key.prefix, two.key.previousUntil, two.key.number, two.key.version],
      [two.secret.slice(0, 12), core.now() + 600_000, one.key.number, 2],
    )
    for (const secret of [one.secret, two.secret, one.secret]) assert.ok(await read(secret))
    const asToken = { credential: { ...one.key, accessRules: null }, secret: one.secret }
    assert.ok(await w.use(asToken), 'at Identity v3 as well')
    const three = await core.run(rotateApiKey, { id: one.key.id, overlap: 600 }, owner)
    await dead(one.secret)
    for (const secret of [two.secret, three.secret]) assert.ok(await read(secret))
    core.advanceTime(600_000)
    await dead(two.secret)
    await assert.rejects(w.use({ ...asToken, secret: two.secret }), { kind: 'unauthenticated' })
    assert.ok(await read(three.secret))
    assert.equal((await core.events()).filter((kind) => kind === 'application_credential.rotated').length, 2)
    for (const overlap of [longestOverlap + 1, -1, 0.5])
      await assert.rejects(core.run(rotateApiKey, { id: one.key.id, overlap }, owner), { kind: 'invalid' })
  })

  test('a revoked, expired or deleted key cannot be rotated', async () => {
    const owner = await w.asOwner()
    const [revoked, expired, deleted] = [
      await make({}, owner),
      await make({ expiresAt: core.now() + minute }, owner),
      await make({}, owner),
    ]
    await core.run(changeApiKey, { id: revoked.key.id, revoked: true }, owner)
    await core.run(deleteApiKey, { id: deleted.key.id }, owner)
    core.advanceTime(minute)
    for (const { key } of [revoked, expired])
      await assert.rejects(core.run(rotateApiKey, { id: key.id }, owner), { code: 'api_key_ended' })
    await assert.rejects(core.run(rotateApiKey, { id: deleted.key.id }, owner), { kind: 'not_found' })
  })

  test('a key is revoked and re-enabled; the owner cannot re-enable a key that an administrator revoked', async () => {
    const { key, secret } = await make()
    const owner = await w.asOwner()
    const set = (revoked: boolean, caller: Caller) => core.run(changeApiKey, { id: key.id, revoked }, caller)
    assert.equal((await set(true, owner)).state, 'revoked')
    await dead(secret)
    await assert.rejects(w.use({ credential: { ...key, accessRules: null }, secret }), {
      kind: 'unauthenticated',
    })
    assert.equal((await set(false, owner)).state, 'active')
    assert.ok(await read(secret))
    await set(true, systemAdmin)
    await assert.rejects(set(false, owner), { kind: 'failed_precondition', code: 'revoked_by_another' })
    await dead(secret)
    await set(false, systemAdmin)
    assert.ok(await read(secret))
    assert.deepEqual((await core.events()).slice(-4), [
      'application_credential.revoked',
      'application_credential.granted',
      'application_credential.revoked',
      'application_credential.granted',
    ])
  })

  test('an Identity v3 token created with a key is invalid once the key is revoked', async () => {
    const { key, secret } = await make()
    const view = await w.use({ credential: { ...key, accessRules: null }, secret })
    assert.ok(await w.valid(view))
    await core.run(changeApiKey, { id: key.id, revoked: true })
    assert.ok(!(await w.valid(view)))
  })

  test('names are unique per user, and changes are conditional on the version', async () => {
    const [one, two] = [await make({ name: 'one' }), await make({ name: 'two' })]
    const taken = { kind: 'conflict', code: 'application_credential_name_taken' }
    await assert.rejects(make({ name: 'one' }), taken)
    await assert.rejects(core.run(changeApiKey, { id: two.key.id, name: 'one' }), taken)
    const renamed = await core.run(changeApiKey, {
      id: one.key.id,
      name: ' three ',
      description: null,
      ifVersion: [1],
    })
    assert.deepEqual([renamed.name, renamed.version], ['three', 2])
    await assert.rejects(core.run(changeApiKey, { id: one.key.id, name: 'four', ifVersion: [1] }), {
      code: 'version_changed',
    })
    await core.run(deleteApiKey, { id: one.key.id })
    assert.ok(await make({ name: 'three' }))
  })

  test('the last use is stored at most once a minute, and counts as activity of the user', async () => {
    const { key, secret } = await make()
    const used = async () => (await show(key.id)).lastUsedAt
    assert.equal(await used(), null)
    await read(secret)
    const first = core.now()
    assert.equal(await used(), first)
    core.advanceTime(59_000)
    await read(secret)
    assert.equal(await used(), first)
    core.advanceTime(1000)
    await Promise.all(Array.from({ length: 5 }, () => read(secret)))
    assert.equal(await used(), first + minute)
    assert.equal((await core.store.reading.users.get(w.owner))?.lastActiveAt, first + minute)
  })

  test('lists: in order of creation, paged, by state, deleted ones on request', async () => {
    const owner = await w.asOwner()
    const made = []
    for (let n = 0; n < 5; n++)
      made.push(await make({ expiresAt: n === 3 ? core.now() + minute : null }, owner))
    const [a, b, c, d, e] = made.map(({ key }) => key.name)
    await core.run(changeApiKey, { id: made[1]?.key.id ?? '', revoked: true })
    await core.run(deleteApiKey, { id: made[2]?.key.id ?? '' })
    core.advanceTime(minute)
    assert.deepEqual(names(await list()), [a, b, d, e])
    assert.deepEqual(names(await list({ userId: undefined }, owner)), [a, b, d, e], 'it sees its own')
    assert.deepEqual(names(await list({ states: ['deleted'] })), [c])
    assert.deepEqual(names(await list({ states: ['expired', 'revoked'] })), [b, d])
    assert.deepEqual(names(await list({ userId: undefined, domainId: 'default' })), [a, b, d, e])
    assert.deepEqual(names(await list({ scope: onProject(w.project), states: ['active'] })), [a, e])
    assert.deepEqual(names(await list({ scope: onSystem })), [])
    const first = await core.run(listApiKeys, { userId: w.owner, limit: 3 })
    assert.deepEqual([names(first.rows), first.more], [[a, b, d], true])
    const after = first.rows.at(-1)?.number
    const last = await core.run(listApiKeys, { userId: w.owner, limit: 3, after })
    assert.deepEqual([names(last.rows), last.more], [[e], false])
    await assert.rejects(list({ userId: 'nobody' }), { kind: 'not_found' })
  })

  test('T21: the list of keys of a domain contains the keys that the manager may read one by one', async () => {
    const plain = await make()
    const strong = await make({}, await w.asOther())
    const elsewhere = await w.builders.domain()
    await w.builders.give(userActor(w.other), await w.builders.role('far'), onDomain(elsewhere))
    const manager = inDomain('default', 'manager')
    const all = { userId: undefined, domainId: 'default' }
    await assert.rejects(core.run(getApiKey, { id: strong.key.id }, manager), { kind: 'forbidden' })
    assert.deepEqual(names(await list(all, manager)), [plain.key.name])
    assert.deepEqual(names(await list({ ...all, states: ['active'], limit: 1 }, manager)), [plain.key.name])
    assert.deepEqual(names(await list(all)), [plain.key.name, strong.key.name], 'an administrator sees all')
    const itself = { ...manager, userId: w.other }
    assert.deepEqual(
      names(await list(all, itself)),
      [plain.key.name, strong.key.name],
      'and its own is included',
    )
    await core.run(changeApiKey, { id: strong.key.id, revoked: true })
    assert.deepEqual(await list({ ...all, states: ['revoked'] }, manager), [])
  })

  test('T35: the keys of a deleted user are listed as deleted, and do not authenticate', async () => {
    const { key, secret } = await make()
    await core.run(deleteUser, { id: w.owner })
    await dead(secret)
    const [left] = await list({ userId: undefined, domainId: 'default', states: ['deleted'] })
    assert.deepEqual([left?.id, left?.state, left?.name, left?.roles], [key.id, 'deleted', key.name, []])
    assert.equal(left?.deletedAt, core.now())
  })

  test('a deleted key can be read for thirty days, and not changed', async () => {
    const { key } = await make()
    await core.run(deleteApiKey, { id: key.id })
    await assert.rejects(core.run(deleteApiKey, { id: key.id }), { kind: 'not_found' })
    await assert.rejects(core.run(changeApiKey, { id: key.id, name: 'x' }), { kind: 'not_found' })
    core.advanceTime(30 * 86_400_000 - 1)
    assert.equal(await core.run(purgeExpiredApiKeys, {}, operator), 0)
    assert.equal((await show(key.id)).prefix, key.prefix)
    core.advanceTime(1)
    assert.equal(await core.run(purgeExpiredApiKeys, {}, operator), 1)
    await assert.rejects(show(key.id), { kind: 'not_found' })
    assert.ok((await make()).key.number > key.number, 'no number is reused')
  })

  test('T77: malformed and unknown secrets are rejected without a database query', async () => {
    const { secret } = await make()
    const wrong = [
      'mst_k_',
      `${secret}x`,
      secret.slice(0, -1),
      secret.toUpperCase(),
      core.ports.secrets.make('mst_k_'),
    ]
    for (const text of [...wrong, 'mst_k_\0', '', 'x'.repeat(100_000)]) await dead(text)
    const session = await core.run(
      openSession,
      { ...(await signInOf()), agent: null, address: null },
      anonymous,
    )
    assert.equal((await read(session.secret)).chain.sessionId, session.session.id)
    await dead(session.secret.replace('mst_s_', 'mst_k_'))
  })
  const signInOf = async () => ({
    username: (await core.store.reading.users.get(w.owner))?.name,
    password: w.password,
  })

  test('a user who is not a developer cannot create keys by any operation; existing keys stay valid', async () => {
    const { key, secret } = await make()
    await core.run(updateUser, { id: w.owner, developer: false })
    const rejected = { kind: 'failed_precondition', code: 'not_a_developer' }
    const owner = await w.asOwner()
    await assert.rejects(make({}, owner), rejected)
    await assert.rejects(w.make({}, owner), rejected)
    await assert.rejects(core.run(rotateApiKey, { id: key.id }, owner), rejected)
    const ec2 = { userId: w.owner, projectId: w.project }
    await assert.rejects(core.run(createEc2Credential, ec2, owner), rejected)
    assert.ok(await core.run(createEc2Credential, ec2), 'an administrator may create one for it')
    assert.ok(await read(secret))
    await core.run(deleteApiKey, { id: key.id }, owner)
    const admin = callerAs({ userId: w.owner, scope: { kind: 'system' }, roles: ['admin'] })
    await assert.rejects(core.run(createEc2Credential, ec2, admin), rejected, 'with any roles')
  })
})
