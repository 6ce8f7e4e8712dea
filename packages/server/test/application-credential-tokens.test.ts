import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { deleteApplicationCredential } from '../src/core/access/application-credentials/delete-application-credential.ts'
import { signIn } from '../src/core/access/authentication/sign-in.ts'
import type { ScopeRequest, SignInRequest } from '../src/core/access/authentication/sign-in-request.ts'
import { revokeToken } from '../src/core/access/tokens/revoke-token.ts'
import { validateToken } from '../src/core/access/tokens/validate-token.ts'
import { revokeRole } from '../src/core/directory/assignments/grant-role.ts'
import { updateDomain } from '../src/core/directory/domains/update-domain.ts'
import { updateProject } from '../src/core/directory/projects/update-project.ts'
import { updateRole } from '../src/core/directory/roles/update-role.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { anonymous, type Caller } from '../src/core/kernel/caller.ts'
import { groupActor, onDomain, onProject, onSystem, userActor } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { type Keys, keysOf } from './keys-fixtures.ts'
import { callerAs, createTestCore, systemAdmin, type TestCore } from './test-core.ts'

const names = (rows: readonly { readonly name: string }[]) => rows.map(({ name }) => name).sort()
const rejected = { kind: 'unauthenticated' }

onEachDatabase('tokens of application credentials', (makePlace) => {
  let core: TestCore
  let w: Keys
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
    w = await keysOf(core)
  })
  afterEach(() => core.close())

  const enter = (applicationCredential: NonNullable<SignInRequest['applicationCredential']>) =>
    core.run(signIn, { methods: ['application_credential'], applicationCredential }, anonymous)

  test('by id or by name and user: a token for its project and roles, bound to the credential', async () => {
    const { credential, secret } = await w.make({ name: 'backup', roles: [{ id: w.reader }] })
    const user = await core.store.reading.users.get(w.owner)
    for (const input of [
      { id: credential.id },
      { name: 'backup', user: { id: w.owner } },
      { name: ' backup ', user: { name: user?.name, domain: { id: 'default' } } },
    ]) {
      const view = await enter({ ...input, secret })
      assert.deepEqual([view.user.id, names(view.roles), view.scope.kind], [w.owner, ['reader'], 'project'])
      assert.deepEqual(view.payload.methods, ['application_credential'])
      assert.equal(view.payload.applicationCredentialId, credential.id)
      assert.deepEqual(view.caller.chain.delegation, {
        kind: 'application_credential',
        id: credential.id,
        unrestricted: false,
      })
      assert.equal(view.payload.auditIds.length, 1)
      const read = await core.ports.tokens.read(view.token)
      assert.deepEqual(
        { ...read, dependsOn: [] },
        { ...view, dependsOn: [] },
        'has the roles given at creation',
      )
      assert.deepEqual([...read.dependsOn].sort(), [...view.dependsOn].sort())
    }
  })

  test('T72: a wrong secret, an unknown name and an expired credential fail alike; an unknown id is not found', async () => {
    const { credential, secret } = await w.make({ name: 'backup', expiresAt: core.now() + 60_000 })
    const { id } = credential
    const user = { id: w.owner }
    const hash = (await core.store.reading.applicationCredentials.get(id))?.secretHash ?? ''
    const bad: NonNullable<SignInRequest['applicationCredential']>[] = [
      { id, secret: '' },
      { id, secret: `${secret}x` },
      { id, secret: hash },
      { id, secret: 'x'.repeat(1_000_000) },
      { name: 'backup', user, secret: 'wrong' },
      { name: 'other', user, secret },
      { name: '\0', user, secret },
      { name: 'backup', user: { id: w.other }, secret },
      { name: 'backup', user: { id: 'nobody' }, secret },
      { name: 'backup', user, secret: 'x'.repeat(1_000_000) },
    ]
    const messages = new Set<string>()
    const reported = (input: NonNullable<SignInRequest['applicationCredential']>) =>
      assert.rejects(enter(input), (thrown: Error & { kind?: string }) => {
        messages.add(thrown.message)
        return thrown.kind === 'unauthenticated'
      })
    for (const input of bad) await reported(input)
    core.advanceTime(60_000)
    await reported({ id, secret })
    assert.equal(messages.size, 1)
    for (const unknown of ['f'.repeat(32), '\0', 'x'.repeat(100_000)])
      await assert.rejects(enter({ id: unknown, secret }), { kind: 'not_found' })
    for (const input of [{ secret }, { name: 'backup', secret }, { name: 'backup', user: {}, secret }])
      await assert.rejects(enter(input), { kind: 'invalid' })
    await assert.rejects(core.run(signIn, { methods: ['application_credential'] }, anonymous), {
      kind: 'invalid',
    })
  })

  test('a generated secret never needs a password hash, and a chosen one always does', async () => {
    const passwords = { ...core.ports.passwords }
    let hashed = 0
    Object.assign(core.ports.passwords, {
      verify: (...input: Parameters<typeof passwords.verify>) => {
        hashed++
        return passwords.verify(...input)
      },
    })
    try {
      const [made, chosen] = [await w.make(), await w.make({ secret: 'my own sixteen words' })]
      hashed = 0
      for (let n = 0; n < 3; n++) await w.use(made)
      assert.equal(hashed, 0)
      for (let n = 0; n < 3; n++) await w.use(chosen)
      assert.equal(hashed, 3)
      await assert.rejects(w.use(chosen, { secret: 'your own sixteen words' }), rejected)
    } finally {
      Object.assign(core.ports.passwords, passwords)
    }
  })

  test('T07: a user given beside the id is ignored', async () => {
    const made = await w.make()
    for (const user of [
      { id: w.other },
      { id: 'nobody' },
      { name: 'admin', domain: { id: 'default' } },
      { name: 'x' },
      {},
    ])
      assert.equal((await w.use(made, { user })).user.id, w.owner)
    const theirs = await w.make({ userId: w.other }, await w.asOther())
    const input = { id: made.credential.id, name: theirs.credential.name, user: { id: w.other } }
    assert.equal((await enter({ ...input, secret: made.secret })).user.id, w.owner)
    await assert.rejects(enter({ ...input, secret: theirs.secret }), rejected)
    const request = {
      methods: ['password', 'application_credential'],
      password: { user: { id: w.other }, password: w.password },
      applicationCredential: { id: made.credential.id, secret: made.secret },
    }
    await assert.rejects(core.run(signIn, request, anonymous), rejected, 'an ambiguous user is unknown')
  })

  test('T10: no scope can be requested, at sign-in or afterwards, not even its own', async () => {
    for (const target of [onSystem, onDomain('default'), onProject(await w.builders.project('default'))])
      await w.builders.give(userActor(w.owner), w.member, target)
    const made = await w.make({ unrestricted: true })
    const { token } = await w.use(made)
    const scopes: readonly ScopeRequest[] = [
      { kind: 'unscoped' },
      { kind: 'system' },
      { kind: 'domain', domain: { id: 'default' } },
      { kind: 'domain', domain: { name: 'Default' } },
      { kind: 'project', project: { id: w.project } },
      { kind: 'project', project: { id: 'nothing' } },
      { kind: 'trust', trustId: 'nothing' },
    ]
    for (const scope of scopes) {
      await assert.rejects(w.use(made, {}, scope), rejected)
      await assert.rejects(w.rescope(token, scope), { kind: 'failed_precondition' })
    }
    const again = await w.rescope(token)
    assert.equal(again.payload.applicationCredentialId, made.credential.id)
    assert.deepEqual(again.payload.methods.toSorted(), ['application_credential', 'token'])
    const twice = await w.rescope(again.token)
    for (const scope of scopes)
      await assert.rejects(w.rescope(twice.token, scope), { kind: 'failed_precondition' })
    const both = {
      methods: ['application_credential', 'token'],
      applicationCredential: { id: made.credential.id, secret: made.secret },
      token: { id: token },
    }
    await assert.rejects(core.run(signIn, both, anonymous), rejected, 'one delegation at a time')
  })

  test('T12, T13: no token outlives its credential, however often it is rescoped', async () => {
    const made = await w.make({ expiresAt: core.now() + 90_500 })
    const end = Math.floor((core.now() + 90_500) / 1000)
    const first = await w.use(made)
    assert.equal(first.payload.expiresAt, end)
    core.advanceTime(30_000)
    const second = await w.use(made)
    const third = await w.rescope((await w.rescope(second.token)).token)
    for (const view of [second, third]) assert.deepEqual([view.payload.expiresAt, view.expiresAt], [end, end])
    for (const view of [first, second, third]) assert.equal(await w.valid(view), true)
    core.advanceTime(60_500)
    for (const view of [first, second, third]) assert.equal(await w.valid(view), false)
    await assert.rejects(w.use(made), rejected)
    const long = await w.make({ expiresAt: core.now() + 10_000_000 })
    assert.equal((await w.use(long)).payload.expiresAt, Math.floor(core.now() / 1000) + 3600)
  })

  test('T45: lost roles are lost at once, and return when granted again; others are never added', async () => {
    const { builders: b, owner, project, member, reader } = w
    const extra = await b.role('extra')
    const [whole, some] = [await w.make(), await w.make({ roles: [{ id: reader }] })]
    await b.give(userActor(owner), extra, onProject(project))
    const views = [await w.use(whole), await w.use(some)]
    assert.deepEqual(
      views.map(({ roles }) => names(roles)),
      [['member', 'reader'], ['reader']],
    )
    await b.give(userActor(owner), reader, onProject(project))
    await b.take(userActor(owner), member, onProject(project))
    for (const made of [whole, some]) assert.deepEqual(names((await w.use(made)).roles), ['reader'])
    for (const view of views)
      assert.deepEqual(names((await core.ports.tokens.read(view.token)).roles), ['reader'])
    await b.take(userActor(owner), reader, onProject(project))
    for (const made of [whole, some]) await assert.rejects(w.use(made), rejected)
    for (const view of views) assert.equal(await w.valid(view), false)
    const group = await b.group('default', owner)
    await b.give(groupActor(group), member, onDomain('default'), true)
    assert.deepEqual(names((await w.use(whole)).roles), ['member', 'reader'])
  })

  const stops: Record<string, (undo: boolean) => Promise<unknown>> = {
    'its user is disabled': (undo) =>
      core.run(updateUser, { id: w.owner, status: undo ? 'active' : 'disabled' }),
    'its project is disabled': (undo) => core.run(updateProject, { id: w.project, enabled: undo }),
    'the domain is disabled': (undo) => core.run(updateDomain, { id: 'default', enabled: undo }),
  }
  for (const [about, stop] of Object.entries(stops))
    test(`T37: it is invalid while ${about}, however often it was used before`, async () => {
      const [made, chosen] = [await w.make(), await w.make({ secret: 'my own sixteen words' })]
      const views = [await w.use(made), await w.use(made), await w.use(chosen)]
      await stop(false)
      for (const one of [made, chosen]) await assert.rejects(w.use(one), rejected)
      for (const view of views) assert.equal(await w.valid(view), false)
      await stop(true)
      for (const one of [made, chosen]) assert.equal(await w.valid(await w.use(one)), true)
    })

  test('deleting it invalidates its cached tokens and sign-ins', async () => {
    const made = await w.make()
    const views = [await w.use(made), await w.use(made)]
    views.push(await w.rescope(views[1]?.token ?? ''))
    for (const view of views) assert.equal(await w.valid(view), true)
    await core.run(deleteApplicationCredential, {
      userId: w.owner,
      id: made.credential.id,
      scopeType: 'project',
    })
    for (const view of views) assert.equal(await w.valid(view), false)
    await assert.rejects(w.use(made), { kind: 'not_found' })
  })

  test('a new password invalidates its tokens and not the credential; one token can be revoked alone', async () => {
    const made = await w.make()
    const before = [await w.use(made), await w.use(made)]
    await core.run(updateUser, { id: w.owner, password: 'another phrase' })
    // Within the second of the change, and again from the cache.
    const after = [await w.use(made), await w.use(made)]
    for (const view of before) assert.equal(await w.valid(view), false)
    for (const view of after) assert.equal(await w.valid(view), true)
    await core.run(revokeToken, { token: after[0]?.token ?? '' })
    assert.equal(await w.valid(after[0] ?? assert.fail()), false)
    assert.equal(await w.valid(after[1] ?? assert.fail()), true)
    assert.equal(await w.valid(await w.use(made)), true)
  })

  test('every sign-in creates a separate token, with current names', async () => {
    const made = await w.make()
    const views = await Promise.all(Array.from({ length: 20 }, () => w.use(made)))
    assert.equal(new Set(views.map(({ token }) => token)).size, 20)
    assert.equal(new Set(views.map(({ payload: facts }) => facts.auditIds[0])).size, 20)
    await core.run(updateRole, { id: w.reader, name: 'watcher' })
    await core.run(updateProject, { id: w.project, name: 'renamed' })
    const view = await w.use(made)
    assert.deepEqual(names(view.roles), ['member', 'watcher'])
    assert.ok(view.scope.kind === 'project' && view.scope.project.name === 'renamed')
  })

  test('a change during a sign-in is not lost in the cache', async () => {
    const made = await w.make()
    const grant = {
      actor: userActor(w.owner),
      roleId: w.member,
      target: onProject(w.project),
      inherited: false,
    }
    for (let n = 0; n < 10; n++) {
      const entering = Promise.allSettled(Array.from({ length: 4 }, () => w.use(made)))
      await core.run(revokeRole, grant)
      await entering
      await assert.rejects(w.use(made), rejected)
      await w.builders.give(grant.actor, grant.roleId, grant.target)
    }
  })

  test('its last use is recorded at most once a minute', async () => {
    const made = await w.make()
    const noted = async () =>
      (await core.store.reading.applicationCredentials.get(made.credential.id))?.lastUsedAt
    assert.equal(await noted(), null)
    await assert.rejects(w.use(made, { secret: 'wrong' }), rejected)
    assert.equal(await noted(), null, 'a failure does not count as a use')
    const begun = core.now()
    await Promise.all(Array.from({ length: 20 }, () => w.use(made)))
    assert.equal(await noted(), begun)
    core.advanceTime(59_999)
    await w.use(made)
    assert.equal(await noted(), begun)
    core.advanceTime(1)
    await w.use(made)
    assert.equal(await noted(), begun + 60_000)
    core.advanceTime(3_600_000)
    await Promise.all(Array.from({ length: 20 }, () => w.use(made)))
    assert.equal(await noted(), begun + 3_660_000)
  })

  test('API keys for a domain and for the system create tokens for those scopes', async () => {
    await w.builders.give(userActor(w.owner), w.reader, onDomain('default'))
    await w.builders.give(userActor(w.owner), w.member, onSystem)
    const session: Caller = {
      ...callerAs({ userId: w.owner, scope: { kind: 'unscoped' } }),
      chain: { methods: ['password'], auditIds: [], sessionId: 's', delegation: { kind: 'none' } },
    }
    const [domain, system] = [
      await w.make({ scope: onDomain('default') }, session),
      await w.make({ scope: onSystem }, session),
    ]
    for (const [made, kind, roles] of [
      [domain, 'domain', ['reader']],
      [system, 'system', ['member', 'reader']],
    ] as const)
      for (const view of [await w.use(made), await w.use(made)]) {
        const read = await core.ports.tokens.read(view.token)
        const again = await w.rescope(view.token)
        for (const one of [view, read, again]) {
          assert.deepEqual([one.scope.kind, one.caller.scope.kind, names(one.roles)], [kind, kind, roles])
          assert.equal(one.delegated?.kind, 'application_credential')
        }
        await assert.rejects(w.rescope(view.token, { kind: 'unscoped' }), { kind: 'failed_precondition' })
      }
    await w.builders.take(userActor(w.owner), w.reader, onDomain('default'))
    await assert.rejects(w.use(domain), rejected)
    assert.equal(await w.valid(await w.use(system)), true)
  })

  test('a token with access rules is valid only for services that enforce them', async () => {
    const made = await w.make({ accessRules: [{ service: 'compute', method: 'GET', path: '/v2.1/**' }] })
    const { token } = await w.use(made)
    await assert.rejects(core.run(validateToken, { token }, systemAdmin), { kind: 'not_found' })
    const view = await core.run(validateToken, { token, enforcesAccessRules: true }, systemAdmin)
    assert.ok(view.delegated?.kind === 'application_credential')
    assert.deepEqual(
      view.delegated.accessRules?.map(({ service, method, path }) => [service, method, path]),
      [['compute', 'GET', '/v2.1/**']],
    )
    const again = await w.rescope(token)
    await assert.rejects(core.run(validateToken, { token: again.token }, systemAdmin), { kind: 'not_found' })
  })
})
