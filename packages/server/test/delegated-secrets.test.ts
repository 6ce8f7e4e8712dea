import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { changeApiKey } from '../src/core/access/api-keys/change-api-key.ts'
import { createApiKey } from '../src/core/access/api-keys/create-api-key.ts'
import { rotateApiKey } from '../src/core/access/api-keys/rotate-api-key.ts'
import { createApplicationCredential } from '../src/core/access/application-credentials/create-application-credential.ts'
import { signIn } from '../src/core/access/authentication/sign-in.ts'
import { createCredential } from '../src/core/access/credentials/create-credential.ts'
import { getCredential } from '../src/core/access/credentials/get-credential.ts'
import { listCredentials } from '../src/core/access/credentials/list-credentials.ts'
import {
  createEc2Credential,
  getEc2Credential,
  listEc2Credentials,
} from '../src/core/access/ec2/user-keys.ts'
import { createTrust } from '../src/core/access/trusts/create-trust.ts'
import { setOwnPassword } from '../src/core/accounts/passwords/set-own-password.ts'
import type { AssignmentTarget } from '../src/core/directory/assignments/assignment.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { anonymous, type Caller, type KnownCaller } from '../src/core/kernel/caller.ts'
import { isDomainError } from '../src/core/kernel/domain-error.ts'
import { builders, onDomain, onProject, onSystem, userActor } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { callerAs, createTestCore, inDomain, type TestCore } from './test-core.ts'

const password = 'another long phrase'

onEachDatabase('secrets and delegated callers', (makePlace) => {
  let core: TestCore
  let make: ReturnType<typeof builders>
  let roles: Record<'admin' | 'manager' | 'member' | 'reader', string>
  let project: string
  let owner: string
  let count = 0
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
    make = builders(core)
    roles = {
      admin: await make.role('admin'),
      manager: await make.role('manager'),
      member: await make.role('member'),
      reader: await make.role('reader'),
    }
    project = await make.project('default')
    owner = await make.user('default', password)
    await make.give(userActor(owner), roles.admin, onSystem)
    for (const role of [roles.member, roles.reader])
      await make.give(userActor(owner), role, onProject(project))
    await make.give(userActor(owner), roles.manager, onDomain('default'))
  })
  afterEach(() => core.close())

  const code = (work: Promise<unknown>) =>
    work.then(
      () => 'ok',
      (thrown) => {
        if (isDomainError(thrown)) return `${thrown.kind} ${thrown.code}`
        throw thrown
      },
    )
  const asOwner = (scope: KnownCaller['scope'], ...names: (keyof typeof roles)[]): KnownCaller => ({
    ...callerAs({ userId: owner, scope, roles: names }),
    roles: names.map((name) => ({ id: roles[name], name })),
  })
  const atProject = (...names: (keyof typeof roles)[]) =>
    asOwner({ kind: 'project', projectId: project, domainId: 'default' }, ...names)
  const asAdmin = () => asOwner({ kind: 'system' }, 'admin')
  const key = async (
    caller: Caller,
    role: string | undefined,
    scope: AssignmentTarget,
    unrestricted = true,
    userId?: string,
  ) => {
    const input = {
      name: `key-${++count}`,
      scope,
      unrestricted,
      userId,
      roles: role === undefined ? [] : [{ id: role }],
    }
    return core.run(createApiKey, input, caller)
  }
  const bearer = async (secret: string) => core.bearer.find(secret)

  /** Keys of the owner with more authority than `reader` on the project, in every variant. */
  const stronger = async () => ({
    'admin of the system': await key(asAdmin(), roles.admin, onSystem),
    'manager of the domain': await key(
      asOwner({ kind: 'domain', domainId: 'default' }, 'manager'),
      undefined,
      onDomain('default'),
    ),
    'more roles in the same place': await key(atProject('member', 'reader'), undefined, onProject(project)),
  })

  test('S2: a narrow unrestricted key obtains no stronger secret of its user, by any operation that yields or restores one', async () => {
    const narrow = await bearer(
      (await key(atProject('member', 'reader'), roles.reader, onProject(project))).secret,
    )
    for (const [which, { key: strong, secret }] of Object.entries(await stronger())) {
      const { id } = strong
      assert.equal(await code(core.run(rotateApiKey, { id }, narrow)), 'forbidden beyond_delegation', which)
      assert.equal(
        await code(core.run(rotateApiKey, { id, overlap: 60, expiresAt: null }, narrow)),
        'forbidden beyond_delegation',
        which,
      )
      assert.equal((await bearer(secret)).userId, owner, 'the secret works as before')
      await core.run(changeApiKey, { id, revoked: true }, asAdmin())
      assert.equal(
        await code(core.run(changeApiKey, { id, revoked: false }, narrow)),
        'forbidden beyond_delegation',
        which,
      )
      await assert.rejects(bearer(secret), { kind: 'unauthenticated' })
      assert.equal(await code(core.run(changeApiKey, { id, revoked: false }, asAdmin())), 'ok')
    }
    assert.match(await code(key(narrow, roles.admin, onSystem)), /scope_elsewhere/)
    assert.match(await code(key(narrow, roles.member, onProject(project))), /role_not_held/)
    const wider = { userId: owner, name: 'wider', roles: [{ id: roles.member }] }
    assert.match(await code(core.run(createApplicationCredential, wider, narrow)), /role_not_held/)
    const value = {
      trustorId: owner,
      trusteeId: owner,
      impersonation: true,
      projectId: project,
      roles: [{ id: roles.member }],
    }
    assert.equal(await code(core.run(createTrust, value, narrow)), 'forbidden forbidden_to_delegation')
    assert.equal(
      await code(core.run(setOwnPassword, { password }, narrow)),
      'forbidden forbidden_to_delegation',
    )
  })

  test('S2: an unrestricted key rotates itself and equal keys, and creates keys with its own roles', async () => {
    const one = await key(atProject('member', 'reader'), roles.reader, onProject(project))
    const equal = await key(atProject('member', 'reader'), roles.reader, onProject(project))
    const caller = await bearer(one.secret)
    assert.equal(await code(core.run(rotateApiKey, { id: equal.key.id }, caller)), 'ok')
    await core.run(changeApiKey, { id: equal.key.id, revoked: true }, caller)
    assert.equal(await code(core.run(changeApiKey, { id: equal.key.id, revoked: false }, caller)), 'ok')
    assert.equal(await code(key(caller, undefined, onProject(project))), 'ok')
    await make.take(userActor(owner), roles.reader, onProject(project))
    await make.give(userActor(owner), roles.reader, onProject(project))
    assert.equal(await code(core.run(rotateApiKey, { id: one.key.id }, await bearer(one.secret))), 'ok')
  })

  test('S2: a key that lost one of its roles can still be rotated by itself', async () => {
    const one = await key(atProject('member', 'reader'), undefined, onProject(project))
    await make.take(userActor(owner), roles.member, onProject(project))
    assert.equal(await code(core.run(rotateApiKey, { id: one.key.id }, await bearer(one.secret))), 'ok')
  })

  test('S2: restricted keys, trusts and OAuth 1.0 tokens rotate and restore nothing', async () => {
    const { key: strong } = await key(asAdmin(), roles.admin, onSystem)
    const restricted = await bearer(
      (await key(atProject('reader'), roles.reader, onProject(project), false)).secret,
    )
    const delegated = [
      { kind: 'trust', trustId: 't', trustorId: owner, trusteeId: 'x' },
      { kind: 'oauth1', accessTokenId: 'a', consumerId: 'c' },
    ] as const
    const callers = delegated.map((delegation) => {
      const caller = atProject('member', 'reader')
      return { ...caller, chain: { ...caller.chain, delegation } }
    })
    for (const caller of [restricted, ...callers])
      for (const work of [
        () => core.run(rotateApiKey, { id: strong.id }, caller),
        () => core.run(changeApiKey, { id: strong.id, revoked: false }, caller),
        () => key(caller, roles.reader, onProject(project)),
      ])
        assert.equal(await code(work()), 'forbidden forbidden_to_delegation', caller.chain.delegation.kind)
  })

  test('S2: a manager obtains the stronger key of a service user neither directly nor through a narrow key', async () => {
    const manager = inDomain('default', 'manager', 'reader')
    const program = await make.user()
    await core.run(updateUser, { id: program, kind: 'service' })
    await make.give(userActor(program), roles.reader, onProject(project))
    const narrow = await key(manager, roles.reader, onProject(project), true, program)
    await make.give(userActor(program), roles.admin, onSystem)
    const { key: strong } = await key(
      callerAs({ scope: { kind: 'system' }, roles: ['admin'] }),
      roles.admin,
      onSystem,
      true,
      program,
    )
    for (const id of [strong.id, narrow.key.id])
      assert.equal(await code(core.run(rotateApiKey, { id }, manager)), 'forbidden administrator_protected')
    assert.equal(
      await code(key(manager, roles.reader, onProject(project), true, program)),
      'forbidden administrator_protected',
    )
    const asNarrow = await bearer(narrow.secret)
    assert.equal(
      await code(core.run(rotateApiKey, { id: strong.id }, asNarrow)),
      'forbidden beyond_delegation',
    )
    assert.equal(await code(core.run(rotateApiKey, { id: narrow.key.id }, asNarrow)), 'ok', 'equal authority')
  })

  test('S2: a delegated caller reads the secret of an EC2 key only with every role of that key', async () => {
    const full = atProject('member', 'reader')
    const strong = await core.run(createEc2Credential, { userId: owner, projectId: project }, full)
    const narrow = await bearer((await key(full, roles.member, onProject(project))).secret)
    const equal = await bearer((await key(full, undefined, onProject(project))).secret)
    const own = await core.run(createEc2Credential, { userId: owner, projectId: project }, narrow)
    const { rows } = await core.run(listCredentials, { where: [], page: { limit: 10 } }, full)
    const idOf = (access: string) => rows.find(({ blob }) => blob.includes(access))?.id ?? assert.fail()
    const reads = async (caller: Caller, access: string) => [
      await code(core.run(getEc2Credential, { userId: owner, access }, caller)),
      await code(core.run(getCredential, { id: idOf(access) }, caller)),
    ]
    const no = 'forbidden forbidden_to_delegation'
    assert.deepEqual(await reads(narrow, strong.access), [no, no])
    assert.deepEqual(await reads(narrow, own.access), ['ok', 'ok'])
    assert.deepEqual(await reads(equal, strong.access), ['ok', 'ok'])
    assert.deepEqual(await reads(full, strong.access), ['ok', 'ok'])
    const listed = await core.run(listEc2Credentials, { userId: owner, page: { limit: 10 } }, narrow)
    assert.deepEqual(
      listed.rows.map(({ access }) => access),
      [own.access],
    )
    const all = await core.run(listCredentials, { where: [], page: { limit: 10 } }, narrow)
    assert.deepEqual(
      all.rows.map(({ id }) => id),
      [idOf(own.access)],
    )
    const foreign = {
      userId: owner,
      type: 'ec2',
      projectId: await make.project('default'),
      blob: '{"access":"a1","secret":"b"}',
    }
    assert.equal(await code(core.run(createCredential, foreign, narrow)), no)
  })

  test('S2: access rules of an application credential apply to what is created with it', async () => {
    const rule = { service: 'identity', method: 'POST', path: '/v3/users/*/application_credentials' }
    const value = { userId: owner, name: 'ruled', unrestricted: true, accessRules: [rule] }
    const { credential, secret } = await core.run(
      createApplicationCredential,
      value,
      atProject('member', 'reader'),
    )
    const { caller } = await core.run(
      signIn,
      { methods: ['application_credential'], applicationCredential: { id: credential.id, secret } },
      anonymous,
    )
    const child = (name: string, accessRules?: (typeof rule)[]) =>
      code(core.run(createApplicationCredential, { userId: owner, name, accessRules }, caller))
    assert.equal(await child('without'), 'forbidden beyond_delegation')
    assert.equal(await child('another', [{ ...rule, path: '/v3/users' }]), 'forbidden beyond_delegation')
    assert.equal(await child('the same', [rule]), 'ok')
  })

  test('S2: a token that cannot be rescoped obtains no secret of another scope', async () => {
    await core.close()
    core = await createTestCore(await makePlace(), { allowRescopeScopedToken: false })
    make = builders(core)
    const [admin, reader] = [await make.role('admin'), await make.role('reader')]
    const [place, user] = [await make.project('default'), await make.user('default', password)]
    await make.give(userActor(user), admin, onSystem)
    await make.give(userActor(user), reader, onProject(place))
    const session = callerAs({ userId: user, scope: { kind: 'system' }, roles: ['admin'] })
    const signedIn = {
      ...session,
      chain: { ...session.chain, sessionId: 's' },
      roles: [{ id: admin, name: 'admin' }],
    }
    const { key: strong } = await core.run(createApiKey, { name: 'strong' }, signedIn)
    const bound = callerAs({
      userId: user,
      scope: { kind: 'project', projectId: place, domainId: 'default' },
      roles: ['reader'],
    })
    assert.equal(await code(core.run(rotateApiKey, { id: strong.id }, bound)), 'forbidden beyond_delegation')
    assert.equal(await code(core.run(rotateApiKey, { id: strong.id }, signedIn)), 'ok')
  })
})
