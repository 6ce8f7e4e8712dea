import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import {
  deleteAccessRule,
  getAccessRule,
  listAccessRules,
} from '../src/core/access/application-credentials/access-rules.ts'
import type { ApplicationCredentialView } from '../src/core/access/application-credentials/application-credential.ts'
import type { CreateApplicationCredential } from '../src/core/access/application-credentials/create-application-credential.ts'
import { deleteApplicationCredential } from '../src/core/access/application-credentials/delete-application-credential.ts'
import { getApplicationCredential } from '../src/core/access/application-credentials/get-application-credential.ts'
import { listApplicationCredentials } from '../src/core/access/application-credentials/list-application-credentials.ts'
import { createTrust } from '../src/core/access/trusts/create-trust.ts'
import { listTrusts } from '../src/core/access/trusts/trusts.ts'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import { deleteDomain } from '../src/core/directory/domains/domains.ts'
import { updateDomain } from '../src/core/directory/domains/update-domain.ts'
import { deleteProject } from '../src/core/directory/projects/delete-project.ts'
import { deleteRole } from '../src/core/directory/roles/roles.ts'
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

const all = { where: [], page: { limit: 1000 } }
const scopeType = 'project'
const names = (rows: readonly { readonly name: string }[]) => rows.map(({ name }) => name).sort()
const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id)

onEachDatabase('application credentials', (makePlace) => {
  let core: TestCore
  let w: Keys
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
    w = await keysOf(core)
  })
  afterEach(() => core.close())

  const stored = (id: string) => core.store.reading.applicationCredentials.get(id)
  const get = (id: string, caller: Caller = systemAdmin, userId = w.owner) =>
    core.run(getApplicationCredential, { userId, id, scopeType }, caller)
  const list = (caller: Caller = systemAdmin, userId = w.owner) =>
    core.run(listApplicationCredentials, { ...all, userId, scopeType }, caller)
  const remove = (id: string, caller: Caller = systemAdmin, userId = w.owner) =>
    core.run(deleteApplicationCredential, { userId, id, scopeType }, caller)

  test('is created for the scope and with all roles of the caller; its secret is shown once', async () => {
    const { credential, secret } = await w.make({ name: ' backup ', description: 'nightly' })
    assert.match(secret, /^[A-Za-z0-9_-]{86}$/)
    assert.deepEqual(
      [credential.name, credential.description, credential.userId, credential.scope],
      ['backup', 'nightly', w.owner, { type: 'project', id: w.project }],
    )
    assert.deepEqual(names(credential.roles), ['member', 'reader'])
    assert.deepEqual(
      [credential.expiresAt, credential.unrestricted, credential.accessRules],
      [null, false, null],
    )
    assert.deepEqual([credential.createdAt, credential.lastUsedAt], [core.now(), null])
    assert.deepEqual(await get(credential.id), credential)
    assert.ok(!JSON.stringify(credential).includes('hash'))
    const { secretHash } = (await stored(credential.id)) ?? assert.fail()
    assert.ok(!secretHash.includes(secret) && core.ports.generatedSecrets.isHash(secretHash))
    const [event] = (await core.store.reading.events.list(0, 1000)).slice(-1)
    assert.equal(event?.kind, 'application_credential.created')
    assert.ok(!JSON.stringify(event).includes(secret))
  })

  test('T30: a chosen secret is hashed like a password, and neither is ever returned', async () => {
    const { credential, secret } = await w.make({ secret: 'my own sixteen words' })
    assert.equal(secret, 'my own sixteen words')
    const { secretHash } = (await stored(credential.id)) ?? assert.fail()
    assert.equal(secretHash, await core.ports.passwords.hash('my own sixteen words'))
    for (const shown of [credential, await get(credential.id), await list()])
      assert.ok(!/words|hash/i.test(JSON.stringify(shown)))
  })

  test('is created with selected roles and their implied ones; never with a role that the caller lacks', async () => {
    const some = await w.make({ roles: [{ name: 'reader' }] })
    assert.deepEqual(names(some.credential.roles), ['reader'])
    const implied = await w.make({ roles: [{ id: w.member }] })
    assert.deepEqual(names(implied.credential.roles), ['member', 'reader'])
    const other = await w.builders.role('operator')
    for (const roles of [[{ name: 'operator' }], [{ id: other }], [{ id: w.reader }, { id: 'nothing' }]])
      await assert.rejects(w.make({ roles }), { kind: 'invalid', code: 'role_not_held' })
    await assert.rejects(w.make({ roles: [{ name: 'nothing' }] }), { kind: 'not_found' })
    const domain = await w.builders.domain()
    await w.builders.role('reader', domain)
    await assert.rejects(w.make({ roles: [{ name: 'reader' }] }), { kind: 'invalid', code: 'role_ambiguous' })
  })

  test('T45: a role that the caller has just lost is not delegated with a token read before', async () => {
    const caller = await w.asOwner()
    await w.builders.take(userActor(w.owner), w.member, onProject(w.project))
    for (const roles of [undefined, [{ name: 'member' }]])
      await assert.rejects(w.make({ roles }, caller), { kind: 'invalid' })
  })

  const wrong: Record<string, Partial<CreateApplicationCredential>> = {
    'a blank name': { name: '   ' },
    'a name too long': { name: 'x'.repeat(256) },
    'a name with NUL': { name: 'a\0b' },
    'a name with half a character': { name: 'a\ud800' },
    'a description with NUL': { description: 'a\0b' },
    'a time that has passed': { expiresAt: Date.UTC(2026, 0, 2, 3, 4, 5) },
    'an empty secret': { secret: '' },
    'a secret too long': { secret: 'x'.repeat(4097) },
    'an access rule without a method': { accessRules: [{ service: 'identity', path: '/v3' }] },
    'an access rule with another method': {
      accessRules: [{ service: 'identity', path: '/v3', method: 'get' }],
    },
    'an access rule without a slash': { accessRules: [{ service: 'identity', path: 'v3', method: 'GET' }] },
    'an access rule with a long path': {
      accessRules: [{ service: 'identity', path: `/${'x'.repeat(128)}`, method: 'GET' }],
    },
    'an access rule with NUL': { accessRules: [{ service: 'identity', path: '/\0', method: 'GET' }] },
    'an access rule for no service': { accessRules: [{ service: 'a b', path: '/v3', method: 'GET' }] },
    'very many access rules': {
      accessRules: Array.from({ length: 257 }, (_, n) => ({ service: 'x', path: `/${n}`, method: 'GET' })),
    },
  }
  for (const [about, input] of Object.entries(wrong))
    test(`rejected: ${about}`, async () => {
      await assert.rejects(w.make(input), { kind: 'invalid' })
      assert.deepEqual(ids((await list()).rows), [])
      assert.deepEqual((await core.run(listAccessRules, { ...all, userId: w.owner })).rows, [])
    })

  test('a token without a scope cannot create one', async () => {
    const { caller } = await w.enter(w.owner, { kind: 'unscoped' })
    await assert.rejects(w.make({}, caller), { kind: 'invalid', code: 'scope_missing' })
  })

  test('T18: no user creates one for another user, with any role', async () => {
    const other = await w.asOther()
    for (const caller of [other, systemAdmin, inDomain('default', 'admin'), callerAs({ roles: ['admin'] })])
      await assert.rejects(w.make({}, caller), { kind: 'forbidden' })
    await assert.rejects(w.make({}, anonymous), { kind: 'unauthenticated' })
  })

  test('20 parallel creations with one name: exactly one succeeds; the name is free for others and again after deletion', async () => {
    const caller = await w.asOwner()
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => w.make({ name: 'one' }, caller)))
    const lost = tries.flatMap((one) => (one.status === 'rejected' ? one.reason.code : []))
    assert.equal(lost.length, 19)
    assert.deepEqual([...new Set(lost)], ['application_credential_name_taken'])
    const theirs = await w.make({ name: 'one', userId: w.other }, await w.asOther())
    const [mine] = (await list()).rows
    await remove(mine?.id ?? '')
    await w.make({ name: 'one' })
    assert.equal((await stored(theirs.credential.id))?.userId, w.other)
  })

  test('T51: parallel creations stop at the quota together', async () => {
    await core.close()
    core = await createTestCore(await makePlace(), { maxApplicationCredentials: 3 })
    w = await keysOf(core)
    const caller = await w.asOwner()
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) => w.make({ name: `key ${n}` }, caller)),
    )
    assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 3)
    for (const one of tries)
      if (one.status === 'rejected') assert.equal(one.reason.kind, 'failed_precondition')
    await w.make({ userId: w.other }, await w.asOther())
  })

  test('a list contains those of one user, by id, with pages', async () => {
    for (let n = 0; n < 5; n++) await w.make({ name: `key ${n}` })
    const [theirs] = [await w.make({ userId: w.other }, await w.asOther())]
    const whole = ids((await list()).rows)
    assert.equal(whole.length, 5)
    const paged: string[] = []
    for (let after: string | undefined; ; ) {
      const page = { limit: 2, ...(after === undefined ? {} : { after }) }
      const { rows, more } = await core.run(listApplicationCredentials, {
        where: [],
        page,
        userId: w.owner,
        scopeType,
      })
      paged.push(...ids(rows))
      after = rows.at(-1)?.id
      if (!more) break
    }
    assert.deepEqual(paged, whole)
    for (const after of ['nothing', '\0', theirs.credential.id]) {
      const page = { limit: 2, after }
      await assert.rejects(
        core.run(listApplicationCredentials, { where: [], page, userId: w.owner, scopeType }),
        {
          kind: 'not_found',
        },
      )
    }
    const named = await core.run(listApplicationCredentials, {
      ...all,
      where: [{ key: 'name', op: 'eq', value: 'key 3' }],
      userId: w.owner,
      scopeType,
    })
    assert.deepEqual(names(named.rows), ['key 3'])
    await assert.rejects(list(systemAdmin, 'nobody'), { kind: 'not_found' })
  })

  test('permissions to read and delete', async () => {
    const { id } = (await w.make()).credential
    const foreign = [
      await w.asOther(),
      unprivileged,
      inDomain('default', 'manager'),
      inDomain('default', 'admin'),
    ]
    for (const caller of foreign) {
      for (const requested of [() => get(id, caller), () => list(caller), () => remove(id, caller)])
        await assert.rejects(requested, { kind: 'forbidden' })
      await assert.rejects(get('nothing', caller), { kind: 'forbidden' }, 'a missing one is not revealed')
    }
    for (const requested of [() => get(id, anonymous), () => list(anonymous), () => remove(id, anonymous)])
      await assert.rejects(requested, { kind: 'unauthenticated' })
    for (const caller of [await w.asOwner(), systemReader, systemAdmin, callerAs({ roles: ['admin'] })]) {
      assert.equal((await get(id, caller)).id, id)
      assert.deepEqual(ids((await list(caller)).rows), [id])
      await assert.rejects(get('nothing', caller), { kind: 'not_found' })
    }
    await assert.rejects(remove(id, systemReader), { kind: 'forbidden' })
    await assert.rejects(remove('nothing', await w.asOwner()), { kind: 'not_found' })
    await remove(id, await w.asOwner())
    await assert.rejects(remove(id, await w.asOwner()), { kind: 'not_found' })
  })

  test('T22: the owner determines access, not the path', async () => {
    const { id } = (await w.make()).credential
    const other = await w.asOther()
    for (const requested of [() => get(id, other, w.other), () => remove(id, other, w.other)])
      await assert.rejects(requested, { kind: 'forbidden' })
    for (const caller of [await w.asOwner(), systemAdmin])
      for (const requested of [() => get(id, caller, w.other), () => remove(id, caller, w.other)])
        await assert.rejects(requested, { kind: 'not_found' })
    assert.ok(await stored(id))
  })

  test('T31: access rules are read and deleted by their user alone, and other users cannot use them', async () => {
    const accessRules = [{ service: 'compute', method: 'GET', path: '/v2.1/servers' }]
    const { credential } = await w.make({ accessRules })
    const [rule] = credential.accessRules ?? assert.fail()
    assert.ok(rule)
    const [owner, other] = [await w.asOwner(), await w.asOther()]
    assert.deepEqual(await core.run(getAccessRule, { userId: w.owner, id: rule.id }, owner), rule)
    const asks = {
      see: (userId: string, id: string, caller: Caller) => core.run(getAccessRule, { userId, id }, caller),
      drop: (userId: string, id: string, caller: Caller) =>
        core.run(deleteAccessRule, { userId, id }, caller),
    }
    for (const ask of Object.values(asks)) {
      await assert.rejects(ask(w.other, rule.id, other), { kind: 'not_found' })
      await assert.rejects(ask(w.owner, rule.id, other), { kind: 'forbidden' })
      await assert.rejects(ask(w.other, rule.id, systemAdmin), { kind: 'not_found' })
      await assert.rejects(ask(w.owner, '\0', owner), { kind: 'not_found' })
    }
    await assert.rejects(core.run(listAccessRules, { ...all, userId: w.owner }, other), { kind: 'forbidden' })
    assert.deepEqual(ids((await core.run(listAccessRules, { ...all, userId: w.owner }, systemReader)).rows), [
      rule.id,
    ])
    await assert.rejects(core.run(deleteAccessRule, { userId: w.owner, id: rule.id }, systemReader), {
      kind: 'forbidden',
    })
    const byId = { userId: w.other, accessRules: [{ id: rule.id }] }
    await assert.rejects(w.make(byId, other), { kind: 'not_found' })
    await assert.rejects(
      core.run(listAccessRules, { where: [], page: { limit: 1, after: rule.id }, userId: w.other }, other),
      { kind: 'not_found' },
    )
  })

  test('equal access rules are shared, and cannot be deleted while in use', async () => {
    const rule = { service: 'compute', method: 'GET', path: '/v2.1/servers' }
    const first = await w.make({ accessRules: [rule, rule, { ...rule, method: 'POST' }] })
    assert.equal(first.credential.accessRules?.length, 2)
    const id = first.credential.accessRules?.find(({ method }) => method === 'GET')?.id ?? ''
    const second = await w.make({ accessRules: [{ id }, rule] })
    assert.deepEqual(ids(second.credential.accessRules ?? []), [id])
    const theirs = await w.make({ userId: w.other, accessRules: [rule] }, await w.asOther())
    assert.notEqual(theirs.credential.accessRules?.[0]?.id, id)
    const drop = () => core.run(deleteAccessRule, { userId: w.owner, id })
    await assert.rejects(drop(), { kind: 'failed_precondition', code: 'access_rule_in_use' })
    await remove(first.credential.id)
    await assert.rejects(drop(), { kind: 'failed_precondition' })
    assert.deepEqual(ids((await get(second.credential.id)).accessRules ?? []), [id])
    await remove(second.credential.id)
    await drop()
    await assert.rejects(drop(), { kind: 'not_found' })
  })

  test('20 parallel credentials share one access rule; a concurrent deletion leaves none unrestricted', async () => {
    const caller = await w.asOwner()
    const accessRules = [{ service: 'compute', method: 'GET', path: '/v2.1/servers' }]
    const made = await Promise.all(Array.from({ length: 20 }, () => w.make({ accessRules }, caller)))
    const rules = made.map(({ credential }) => credential.accessRules?.[0]?.id ?? '')
    assert.equal(new Set(rules).size, 1)
    for (const { credential } of made) await remove(credential.id)
    const id = rules[0] ?? ''
    const [again] = await Promise.allSettled([
      w.make({ accessRules: [{ id }] }, caller),
      core.run(deleteAccessRule, { userId: w.owner, id }),
    ])
    if (again.status === 'fulfilled') assert.deepEqual(ids(again.value.credential.accessRules ?? []), [id])
    else assert.equal(again.reason.kind, 'not_found')
  })

  test('T08: a token of a credential cannot use trusts, restricted or not', async () => {
    for (const unrestricted of [false, true]) {
      const made = await w.make({ unrestricted })
      const { caller } = await w.use(made)
      const trust = {
        trustorId: w.owner,
        trusteeId: w.other,
        impersonation: false,
        projectId: w.project,
        roles: [{ id: w.reader }],
      }
      await assert.rejects(core.run(createTrust, trust, caller), { kind: 'forbidden' })
      for (const where of [[], [{ key: 'trustor_user_id' as const, op: 'eq' as const, value: w.owner }]])
        await assert.rejects(core.run(listTrusts, { ...all, where }, caller), { kind: 'forbidden' })
    }
  })

  test('a restricted one cannot create or delete others, an unrestricted one can; both may read them', async () => {
    const [bound, free] = [await w.make(), await w.make({ unrestricted: true })]
    const rule = { service: 'compute', method: 'GET', path: '/' }
    const [restricted, unrestricted] = [(await w.use(bound)).caller, (await w.use(free)).caller]
    await assert.rejects(w.make({}, restricted), { kind: 'forbidden' })
    await assert.rejects(w.make({ scope: onProject(w.project) }, restricted), { kind: 'forbidden' })
    await assert.rejects(remove(free.credential.id, restricted), { kind: 'forbidden' })
    assert.equal((await list(restricted)).rows.length, 2)
    const third = await w.make({ accessRules: [rule] }, unrestricted)
    assert.equal((await get(third.credential.id, restricted)).id, third.credential.id)
    await remove(third.credential.id, unrestricted)
  })

  test('T01, T16: one created with a credential has at most its roles and its scope', async () => {
    const [system, elsewhere] = [onSystem, await w.builders.project('default')]
    for (const target of [system, onProject(elsewhere), onDomain('default')])
      await w.builders.give(userActor(w.owner), w.member, target)
    const reader = await w.make({ roles: [{ id: w.reader }], unrestricted: true })
    const { caller } = await w.use(reader)
    const child = await w.make({ unrestricted: true }, caller)
    assert.deepEqual(names(child.credential.roles), ['reader'])
    assert.deepEqual(names((await w.use(child)).roles), ['reader'])
    for (const roles of [[{ id: w.member }], [{ name: 'member' }], [{ id: w.reader }, { id: w.member }]])
      await assert.rejects(w.make({ roles }, caller), { kind: 'invalid' })
    for (const scope of [system, onProject(elsewhere), onDomain('default')])
      await assert.rejects(w.make({ scope }, caller), {
        kind: 'failed_precondition',
        code: 'scope_elsewhere',
      })
  })

  test('tokens of trusts cannot use application credentials and access rules', async () => {
    const { credential } = await w.make({ accessRules: [{ service: 'compute', method: 'GET', path: '/' }] })
    const caller = await w.asTrustee()
    const userId = caller.kind === 'known' ? caller.userId : ''
    const accessRule = { userId: w.owner, id: credential.accessRules?.[0]?.id ?? '' }
    for (const requested of [
      () => w.make({ userId }, caller),
      () => w.make({ userId, scope: onProject(w.project) }, caller),
      () => get(credential.id, caller),
      () => list(caller),
      () => remove(credential.id, caller),
      () => core.run(listAccessRules, { ...all, userId: w.owner }, caller),
      () => core.run(getAccessRule, accessRule, caller),
      () => core.run(deleteAccessRule, accessRule, caller),
    ])
      await assert.rejects(requested, { kind: 'forbidden', code: 'forbidden_to_delegation' })
  })

  const ends: Record<string, () => Promise<unknown>> = {
    'its user is deleted': () => core.run(deleteUser, { id: w.owner }),
    'its project is deleted': () => core.run(deleteProject, { id: w.project }),
    'a role is deleted that the user was given on its project': () => core.run(deleteRole, { id: w.member }),
  }
  for (const [about, end] of Object.entries(ends))
    test(`T35: is deleted when ${about}`, async () => {
      const made = await w.make({ accessRules: [{ service: 'identity', method: 'GET', path: '/**' }] })
      const view = await w.use(made)
      assert.equal(await w.valid(view), true)
      await end()
      assert.equal(await stored(made.credential.id), undefined)
      assert.equal(await w.valid(view), false)
      await assert.rejects(w.use(made), { kind: 'not_found' })
      assert.ok((await core.events()).includes('application_credential.deleted'))
    })

  test('T35: deleting a domain deletes those of its users and those for its projects', async () => {
    const domain = await w.builders.domain()
    const project = await w.builders.project(domain)
    const native = await w.builders.user(domain, w.password)
    await w.builders.give(userActor(native), w.member, onProject(w.project))
    await w.builders.give(userActor(w.owner), w.member, onProject(project))
    const at = (id: string) => ({ kind: 'project', project: { id } }) as const
    const rule = { service: 'identity', method: 'GET', path: '/**' }
    const outside = await w.make(
      { userId: native, accessRules: [rule] },
      (await w.enter(native, at(w.project))).caller,
    )
    const inside = await w.make({}, (await w.enter(w.owner, at(project))).caller)
    const kept = await w.make()
    await core.run(updateDomain, { id: domain, enabled: false })
    await core.run(deleteDomain, { id: domain })
    assert.equal(await stored(outside.credential.id), undefined)
    assert.equal(await stored(inside.credential.id), undefined)
    assert.ok(await stored(kept.credential.id))
    assert.equal(
      await core.store.reading.accessRules.get(outside.credential.accessRules?.[0]?.id ?? ''),
      undefined,
    )
  })

  test('a deleted role is removed from credentials of users who hold it indirectly', async () => {
    const group = await w.builders.group('default', w.other)
    const extra = await w.builders.role('extra')
    await w.builders.give({ type: 'group', id: group }, extra, onProject(w.project))
    const made = await w.make({ userId: w.other }, await w.asOther())
    assert.deepEqual(names(made.credential.roles), ['extra', 'member', 'reader'])
    await core.run(deleteRole, { id: extra })
    const after = await get(made.credential.id, systemAdmin, w.other)
    assert.deepEqual(names(after.roles), ['member', 'reader'])
    assert.deepEqual(names((await w.use(made)).roles), ['member', 'reader'])
  })

  test('API keys: a session creates them for its domain or the system, and Identity v3 does not list them', async () => {
    await w.builders.give(userActor(w.owner), w.reader, onDomain('default'))
    await w.builders.give(userActor(w.owner), w.reader, onSystem)
    const session: Caller = {
      ...callerAs({ userId: w.owner, scope: { kind: 'unscoped' } }),
      chain: { methods: ['password'], auditIds: [], sessionId: 's', delegation: { kind: 'none' } },
    }
    const scopes = [onDomain('default'), onSystem, onProject(w.project)]
    const made: ApplicationCredentialView[] = []
    for (const scope of scopes) made.push((await w.make({ scope }, session)).credential)
    assert.deepEqual(
      made.map(({ scope }) => scope),
      scopes,
    )
    assert.deepEqual(
      made.map(({ roles }) => names(roles)),
      [['reader'], ['reader'], ['member', 'reader']],
    )
    assert.deepEqual(ids((await list()).rows), [made[2]?.id])
    for (const one of made.slice(0, 2)) {
      for (const requested of [() => get(one.id), () => remove(one.id)])
        await assert.rejects(requested, { kind: 'not_found' })
      const key = { userId: w.owner, id: one.id }
      assert.deepEqual(await core.run(getApplicationCredential, key, session), one)
    }
    const seen = await core.run(listApplicationCredentials, { ...all, userId: w.owner }, session)
    assert.deepEqual(ids(seen.rows), ids(made).sort())
    await assert.rejects(w.make({ scope: onDomain(await w.builders.domain()) }, session), {
      kind: 'invalid',
      code: 'role_not_held',
    })
    await core.run(deleteApplicationCredential, { userId: w.owner, id: made[0]?.id ?? '' }, session)
    const other = { ...session, userId: w.other, credentials: callerAs({ userId: w.other }).credentials }
    for (const requested of [
      () => core.run(listApplicationCredentials, { ...all, userId: w.owner }, other),
      () => core.run(getApplicationCredential, { userId: w.other, id: made[1]?.id ?? '' }, other),
      () => core.run(deleteApplicationCredential, { userId: w.other, id: made[1]?.id ?? '' }, other),
    ])
      await assert.rejects(requested, { kind: 'forbidden' })
  })
})
