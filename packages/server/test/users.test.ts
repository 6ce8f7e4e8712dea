import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import { changePassword } from '../src/core/accounts/passwords/change-password.ts'
import { type CreateUser, createUser } from '../src/core/directory/users/create-user.ts'
import { getUser } from '../src/core/directory/users/get-user.ts'
import { listUsers } from '../src/core/directory/users/list-users.ts'
import { type UpdateUser, updateUser } from '../src/core/directory/users/update-user.ts'
import type { UserStatus } from '../src/core/directory/users/user.ts'
import type { UserFilterKey } from '../src/core/directory/users/user-store.ts'
import { anonymous, type Caller } from '../src/core/kernel/caller.ts'
import { type Comparison, eq, type Filter } from '../src/core/kernel/paging/list-query.ts'
import { builders, onProject, userActor } from './builders.ts'
import { onEachDatabase } from './databases.ts'
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

onEachDatabase('users', (makePlace) => {
  let core: TestCore
  let make: ReturnType<typeof builders>
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
    make = builders(core)
  })
  afterEach(() => core.close())

  const create = (input: Partial<CreateUser> = {}, caller?: Caller) =>
    core.run(createUser, { name: 'ann', ...input }, caller)
  const update = (id: string, input: Omit<UpdateUser, 'id'>, caller?: Caller) =>
    core.run(updateUser, { id, ...input }, caller)
  const show = (id: string, caller?: Caller) => core.run(getUser, { id }, caller)
  const list = async (where: readonly Filter<UserFilterKey>[], caller?: Caller) =>
    (await core.run(listUsers, { where, page: { limit: 1000 } }, caller)).rows.map(({ name }) => name)
  const revoked = async () =>
    (await core.store.reading.revocations.list(undefined)).flatMap(({ userId }) => userId ?? [])
  const lastEvent = async () => (await core.store.reading.events.list(0, 1000)).at(-1)
  const isPasswordOf = async (id: string, password: string) => {
    const stored = await core.store.reading.passwords.current(id)
    return stored !== undefined && (await core.ports.passwords.verify(password, stored.hash)) !== false
  }

  test('a user stores its fields and is found again', async () => {
    const projectId = await make.project('default')
    const sent = {
      displayName: 'Ann Ä. 🙂',
      email: 'Ann@Example.com',
      givenName: 'Ann',
      familyName: 'Ä.',
      phoneNumber: '+49 30 1234',
      pictureUrl: 'https://pictures.example/ann.png',
      language: 'fa',
      metadata: { team: ['blue', 1] },
      preferences: { channels: { email: false } },
      description: 'line\nline',
      defaultProjectId: projectId,
      developer: true,
      options: { ignore_password_expiry: true, multi_factor_auth_rules: [['password', 'totp']] },
      extra: { phone: { office: [1, null] } },
    }
    const made = await create({ name: '  ann ', password: 'secret', ...sent })
    const { id, number } = made
    assert.deepEqual(made, {
      ...sent,
      id,
      number,
      domainId: 'default',
      name: 'ann',
      kind: 'human',
      status: 'active',
      claimedEmail: null,
      emailVerifiedAt: null,
      externalId: null,
      publicMetadata: {},
      planId: null,
      planExpiresAt: null,
      invitedUntil: null,
      passwordExpiresAt: null,
      createdAt: core.now(),
      updatedAt: core.now(),
      lastActiveAt: null,
      managedBy: null,
      version: 1,
    })
    assert.deepEqual(await show(id), made)
    assert.equal(await isPasswordOf(id, 'secret'), true)
    const bare = await create({ name: 'bare' })
    assert.equal(bare.description ?? bare.email ?? bare.displayName ?? bare.defaultProjectId, null)
    assert.equal(await core.store.reading.passwords.current(bare.id), undefined)
    const { kind, subject, domainId, actorId, detail } = (await lastEvent()) ?? {}
    assert.deepEqual(
      [kind, subject, domainId, actorId, detail],
      ['user.created', { type: 'user', id: bare.id }, 'default', 'f'.repeat(32), {}],
    )
  })

  test('without a domain a domain-scoped caller creates in its own, all others in the default one', async () => {
    const domainId = await make.domain()
    assert.equal((await create({ name: 'a' })).domainId, 'default')
    assert.equal((await create({ name: 'b' }, inDomain(domainId, 'manager'))).domainId, domainId)
    assert.equal((await create({ name: 'c', domainId })).domainId, domainId)
  })

  test('a user without a name is named by its id, as a UUID', async () => {
    const { id, name } = await core.run(createUser, {})
    assert.equal(name, id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'))
    assert.equal(name.length, 36)
    assert.deepEqual(await list([eq('name', name)]), [name])
    await assert.rejects(core.run(createUser, { name: '' }), { kind: 'invalid' })
  })

  test('attributes are assigned to the metadata, not merged into it', async () => {
    const { id } = await create({ metadata: { keep: 1, deep: { a: 1 }, gone: 2 } })
    const assigned = await update(id, { assignMetadata: { deep: { b: 2 }, gone: null } })
    assert.deepEqual(assigned.metadata, { keep: 1, deep: { b: 2 }, gone: null })
    const all = {
      replaceMetadata: { a: 1, b: 1, c: 1 },
      assignMetadata: { b: 2, c: 2 },
      metadata: { c: null },
    }
    assert.deepEqual((await update(id, all)).metadata, { a: 1, b: 2 })
    const half = 'x'.repeat(40_000)
    await update(id, { assignMetadata: { half } })
    await assert.rejects(update(id, { assignMetadata: { more: half } }), { code: 'metadata_too_large' })
    await assert.rejects(update(id, { assignMetadata: { bad: '\0' } }), { code: 'metadata_unstorable' })
    assert.deepEqual((await show(id)).metadata, { a: 1, b: 2, half })
  })

  test('a deletion returns its time', async () => {
    const { id } = await create()
    core.advanceTime(1000)
    assert.deepEqual(await core.run(deleteUser, { id }), { deletedAt: core.now() })
    assert.equal((await core.store.reading.deletedUsers.get(id))?.deletedAt, core.now())
  })

  test('rejects invalid fields and stores nothing', async () => {
    const { id } = await create({ name: 'taken', description: 'as it was' })
    const before = [await show(id), await core.events(), await list([])]
    const bad: readonly [Omit<Partial<CreateUser>, 'kind'>, string][] = [
      [{ name: 'taken' }, 'conflict'],
      [{ name: ' taken ' }, 'conflict'],
      [{ name: '' }, 'invalid'],
      [{ name: ' \t\n' }, 'invalid'],
      [{ name: 'x'.repeat(256) }, 'invalid'],
      [{ name: 'a\0b' }, 'invalid'],
      [{ name: 'a\nb' }, 'invalid'],
      [{ name: 'a\ud800' }, 'invalid'],
      [{ description: '\0' }, 'invalid'],
      [{ description: '\udfff' }, 'invalid'],
      [{ email: 'x'.repeat(321) }, 'invalid'],
      [{ email: 'no address', claimEmail: true }, 'invalid'],
      [{ displayName: '\0' }, 'invalid'],
      [{ password: '' }, 'invalid'],
      [{ defaultProjectId: 'default' }, 'invalid'],
    ]
    for (const [input, kind] of [...bad, [{ domainId: 'nowhere' }, 'not_found'] as const])
      await assert.rejects(create(input), { kind }, JSON.stringify(input))
    for (const [input, kind] of bad) {
      const { id: other } = await create({ name: 'other' })
      await assert.rejects(update(other, input), { kind }, JSON.stringify(input))
      await core.run(deleteUser, { id: other })
    }
    await assert.rejects(update(id, { domainId: await make.domain() }), { code: 'domain_immutable' })
    assert.equal((await update(id, { domainId: 'default' })).domainId, 'default')
    assert.deepEqual(await list([]), before[2])
    assert.equal((await show(id)).description, 'as it was')
    assert.equal((await core.events()).filter((kind) => kind === 'user.updated').length, 1)
  })

  test('a project acting as a domain is accepted as default project, existing or not', async () => {
    const { id } = await create({ defaultProjectId: 'not yet' })
    assert.equal((await show(id)).defaultProjectId, 'not yet')
    assert.equal((await update(id, { defaultProjectId: null })).defaultProjectId, null)
  })

  test('names are unique per domain, in any case', async () => {
    const domainId = await make.domain()
    for (const input of [{}, { domainId }]) await create(input)
    for (const input of [{ name: 'Ann' }, { domainId }])
      await assert.rejects(create(input), { kind: 'conflict', code: 'user_name_taken' })
    const { id } = await create({ name: 'bob' })
    await assert.rejects(update(id, { name: 'ann' }), { kind: 'conflict', code: 'user_name_taken' })
    assert.equal((await update(id, { name: 'bob' })).name, 'bob')
  })

  test('a change merges: absent fields stay, null clears, a null option is removed', async () => {
    const { id } = await create({
      description: 'd',
      email: 'a@b.example',
      options: { lock_password: true, ignore_password_expiry: false },
      extra: { a: 1, b: { c: 2 } },
    })
    core.advanceTime(5000)
    const changed = await update(id, {
      description: null,
      options: { lock_password: null, ignore_user_inactivity: true },
      extra: { b: 'new', d: [] },
    })
    assert.deepEqual(
      [changed.description, changed.email, changed.options, changed.extra, changed.version],
      [
        null,
        'a@b.example',
        { ignore_password_expiry: false, ignore_user_inactivity: true },
        { a: 1, b: 'new', d: [] },
        2,
      ],
    )
    assert.deepEqual([changed.createdAt, changed.updatedAt], [core.now() - 5000, core.now()])
    assert.deepEqual(await show(id), changed)
    const event = await lastEvent()
    assert.deepEqual(
      [event?.kind, event?.invalidates, event?.detail],
      ['user.updated', [`user:${id}`], { fields: ['description', 'options', 'extra'] }],
    )
    assert.deepEqual(await revoked(), [], 'a change of attributes invalidates no token')
  })

  test('parallel changes of different attributes are all stored', async () => {
    const { id } = await create()
    const names = Array.from({ length: 10 }, (_, n) => `extra-${n}`)
    await Promise.all(names.map((name) => update(id, { extra: { [name]: name } })))
    assert.deepEqual(Object.keys((await show(id)).extra).sort(), names)
    assert.equal((await show(id)).version, 11)
  })

  test('T35: a deleted user is not found anywhere, and its name is free', async () => {
    const { id } = await create({ password: 'secret', email: 'ann@example.com', claimEmail: true })
    const groupId = await make.group('default', id)
    const [roleId, projectId] = [await make.role(), await make.project('default')]
    await make.give(userActor(id), roleId, onProject(projectId))
    await core.run(deleteUser, { id })
    assert.deepEqual(
      [(await lastEvent())?.kind, (await lastEvent())?.invalidates],
      ['user.deleted', [`user:${id}`]],
    )
    for (const attempt of [
      () => show(id),
      () => update(id, { description: 'x' }),
      () => core.run(deleteUser, { id }),
      () => core.run(listUsers, { where: [], page: { limit: 1, after: id } }),
    ])
      await assert.rejects(attempt, { kind: 'not_found' })
    await assert.rejects(core.run(changePassword, { id, original: 'secret', password: 'new' }), {
      kind: 'unauthenticated',
    })
    assert.deepEqual(await list([]), [])
    const { users, groups, assignments, passwords } = core.store.reading
    assert.equal(await users.getByName('default', 'ann'), undefined)
    assert.equal(await users.getByClaimedEmail('default', 'ann@example.com'), undefined)
    assert.deepEqual(await users.getMany([id]), [])
    assert.equal(await passwords.current(id), undefined)
    assert.deepEqual(await groups.memberIds(groupId), [])
    assert.deepEqual(await assignments.list({ actors: [userActor(id)] }), [])
    assert.deepEqual(await revoked(), [id])
    const next = await create({ email: 'ann@example.com', claimEmail: true })
    assert.notEqual(next.id, id)
    assert.deepEqual(await assignments.list({ actors: [userActor(next.id)] }), [])
  })

  test('an email is claimed by one user of a domain, and shared by users without the claim', async () => {
    const address = { email: ' Ann@Example.com ', claimEmail: true }
    const { id, email, claimedEmail } = await create(address)
    assert.deepEqual([email, claimedEmail], ['Ann@Example.com', 'ann@example.com'])
    await assert.rejects(create({ ...address, name: 'b' }), { kind: 'conflict', code: 'email_taken' })
    await create({ email: 'ann@example.com', name: 'c' })
    await create({ ...address, domainId: await make.domain() })
    // Changing to an unclaimed address releases the previous claim.
    assert.equal((await update(id, { email: 'else@example.com' })).claimedEmail, null)
    await create({ ...address, name: 'd' })
  })

  test('only a status other than active ends the access of an active user, and reactivation restores none of it', async () => {
    for (const status of ['pending', 'active', 'disabled'] as const) {
      const { id } = await create({ name: `to ${status}` })
      assert.equal((await update(id, { status })).status, status)
      assert.equal((await revoked()).includes(id), status !== 'active', status)
    }
    const { id } = await create({ name: 'back', status: 'disabled' })
    await update(id, { status: 'active' })
    assert.equal((await revoked()).includes(id), false)
    assert.deepEqual((await list([eq('enabled', true)])).sort(), ['back', 'to active'])
    assert.deepEqual((await list([eq('enabled', false)])).sort(), ['to disabled', 'to pending'])
    const pending: UserStatus = 'pending'
    assert.deepEqual(await list([eq('status', pending)]), ['to pending'])
  })

  test('an administrator sets or removes a password, which invalidates every token', async () => {
    const { id } = await create({ password: 'first' })
    await update(id, { password: 'second' })
    assert.deepEqual([await isPasswordOf(id, 'first'), await isPasswordOf(id, 'second')], [false, true])
    await update(id, { password: null })
    assert.equal(await core.store.reading.passwords.current(id), undefined)
    assert.deepEqual(await revoked(), [id, id])
    const { detail } = (await lastEvent()) ?? {}
    assert.deepEqual(detail, { fields: ['password'] })
    const eventLog = JSON.stringify(await core.store.reading.events.list(0, 1000))
    assert.doesNotMatch(eventLog, /first|second|test\$/)
  })

  test('a user changes its password only with the current one, and receives no further details', async () => {
    const { id } = await create({ password: 'old' })
    const change = (input: object = {}) =>
      core.run(changePassword, { id, original: 'old', password: 'new', ...input }, anonymous)
    for (const input of [{ id: 'nobody' }, { original: 'wrong' }, { original: '' }])
      await assert.rejects(change(input), {
        kind: 'unauthenticated',
        message: 'The request you have made requires authentication.',
      })
    for (const password of ['', 'x'.repeat(4097)])
      await assert.rejects(change({ password }), { kind: 'invalid' })
    await update(id, { options: { lock_password: true } })
    await assert.rejects(change(), { kind: 'invalid', code: 'password_locked' })
    await assert.rejects(change({ original: 'wrong' }), { kind: 'unauthenticated' })
    await update(id, { options: { lock_password: null }, status: 'disabled' })
    await assert.rejects(change(), { kind: 'unauthenticated' })
    await update(id, { status: 'active' })
    const before = (await revoked()).length
    await change()
    assert.deepEqual([await isPasswordOf(id, 'old'), await isPasswordOf(id, 'new')], [false, true])
    assert.equal((await core.store.reading.passwords.current(id))?.selfService, true)
    assert.equal((await revoked()).length, before + 1)
    const event = await lastEvent()
    assert.deepEqual([event?.kind, event?.invalidates], ['user.password_changed', [`user:${id}`]])
    await assert.rejects(change(), { kind: 'unauthenticated' })
    const bare = await create({ name: 'bare' })
    await assert.rejects(change({ id: bare.id }), { kind: 'unauthenticated' })
  })

  test('T76: a password is significant to its last byte, and one that is too long is rejected before it is hashed', async () => {
    let hashed = 0
    const { hash } = core.ports.passwords
    Object.assign(core.ports.passwords, {
      hash: (password: string) => {
        hashed++
        return hash(password)
      },
    })
    try {
      const { id } = await create({ password: `${'x'.repeat(72)}A-------` })
      assert.equal(await isPasswordOf(id, `${'x'.repeat(72)}B-------`), false)
      const fits = ['a', 'x'.repeat(4096), 'ä'.repeat(2048), '🙂'.repeat(1024), ' ']
      for (const password of fits) {
        await update(id, { password })
        assert.equal(await isPasswordOf(id, password), true)
        assert.equal(await isPasswordOf(id, password.slice(0, -1)), false)
      }
      hashed = 0
      const wrong = [
        '',
        'x'.repeat(4097),
        'ä'.repeat(2049),
        '🙂'.repeat(1025),
        'x'.repeat(1_000_000),
        'a\ud800',
      ]
      for (const password of wrong) {
        await assert.rejects(create({ name: 'bob', password }), { kind: 'invalid' })
        await assert.rejects(update(id, { password }), { kind: 'invalid' })
        await assert.rejects(core.run(changePassword, { id, original: ' ', password }), { kind: 'invalid' })
      }
      assert.equal(hashed, 0)
    } finally {
      Object.assign(core.ports.passwords, { hash })
    }
  })

  test('filters, exact and inexact, match their text literally', async () => {
    const domainId = await make.domain()
    for (const [name, more] of [
      ['alpha', { email: 'a@x.example', displayName: 'One', kind: 'service' }],
      ['Alphabet', { status: 'disabled' }],
      ['beta_1', { domainId }],
      ['beta%1', {}],
      ['Ärger', {}],
      ['ärmel 🙂', {}],
      ["o'neil--", {}],
    ] as const)
      await create({ name, ...more })
    const by = (op: Comparison, value: string, key: UserFilterKey = 'name') => list([{ key, op, value }])
    const rows: readonly [Comparison, string, readonly string[]][] = [
      ['eq', 'alpha', ['alpha']],
      ['eq', 'ALPHA', []],
      ['eq', 'x'.repeat(300), []],
      ['eq', "o'neil--", ["o'neil--"]],
      ['neq', 'alpha', ['Alphabet', 'beta_1', 'beta%1', 'Ärger', 'ärmel 🙂', "o'neil--"]],
      ['contains', 'lpha', ['alpha', 'Alphabet']],
      ['contains', '_', ['beta_1']],
      ['contains', '%', ['beta%1']],
      ['contains', 'LPHA', []],
      ['icontains', 'LPHA', ['alpha', 'Alphabet']],
      ['startswith', 'Alpha', ['Alphabet']],
      ['istartswith', 'ALPHA', ['alpha', 'Alphabet']],
      ['endswith', 'bet', ['Alphabet']],
      ['endswith', ' 🙂', ['ärmel 🙂']],
      ['iendswith', 'A', ['alpha']],
      ['icontains', 'ÄR', ['Ärger', 'ärmel 🙂']],
      ['istartswith', 'är', ['Ärger', 'ärmel 🙂']],
      ['iendswith', 'GER', ['Ärger']],
      ['contains', '\0', []],
      ['eq', 'a\0', []],
      ['contains', "' or 1=1 --", []],
      ['icontains', 'x'.repeat(1_000_000), []],
    ]
    for (const [op, value, names] of rows)
      assert.deepEqual(await by(op, value), names, `${op} ${value.slice(0, 20)}`)
    for (const op of ['contains', 'icontains', 'startswith', 'istartswith', 'endswith', 'iendswith'] as const)
      assert.equal((await by(op, '')).length, 7, `${op} nothing`)
    assert.deepEqual(await by('eq', domainId, 'domain_id'), ['beta_1'])
    assert.deepEqual(await by('eq', 'a@x.example', 'email'), ['alpha'])
    assert.deepEqual(await by('icontains', 'ONE', 'display_name'), ['alpha'])
    assert.deepEqual(await by('eq', 'service', 'kind'), ['alpha'])
    assert.deepEqual(await by('contains', '1', 'enabled'), [], 'a boolean is not text')
    assert.deepEqual(await list([eq('enabled', false), eq('name', 'Alphabet')]), ['Alphabet'])
    assert.deepEqual(await list([eq('name', 'alpha'), eq('name', 'beta%1')]), [], 'conditions are ANDed')
    assert.deepEqual(await list([eq('email', null), eq('kind', 'service')]), [])
  })

  test('the expiry of a password is a filter that never matches users without one', async () => {
    const expiring = await create({ name: 'expiring' })
    await create({ name: 'lasting' })
    const at = core.now() + 1000
    await core.store.transaction('serializable', ({ passwords }) =>
      passwords.insert({
        userId: expiring.id,
        hash: 'x',
        createdAt: core.now(),
        expiresAt: at,
        selfService: false,
      }),
    )
    const rows: readonly [Comparison, number, boolean][] = [
      ['eq', at, true],
      ['eq', at + 1, false],
      ['neq', at, false],
      ['neq', at + 1, true],
      ['lt', at, false],
      ['lte', at, true],
      ['gt', at - 1, true],
      ['gte', at + 1, false],
    ]
    for (const [op, value, passes] of rows)
      assert.deepEqual(
        await list([{ key: 'password_expires_at', op, value }]),
        passes ? ['expiring'] : [],
        `${op} ${value - at}`,
      )
    assert.equal((await show(expiring.id)).passwordExpiresAt, at)
  })

  test('pages go to the end: no row twice, none missing, under concurrent changes', async () => {
    const made = new Set<string>()
    for (let n = 0; n < 23; n++) made.add((await create({ name: `one-${n}` })).id)
    const seen: string[] = []
    let after: string | undefined
    for (let more = true; more; ) {
      const page = await core.run(listUsers, {
        where: [],
        page: { limit: 5, ...(after === undefined ? {} : { after }) },
      })
      seen.push(...page.rows.map(({ id }) => id))
      assert.ok(page.rows.length === 5 || !page.more)
      after = seen.at(-1)
      more = page.more
      // Behind the cursor a user is deleted, ahead of it users are created.
      if (seen.length < 11) await core.run(deleteUser, { id: seen.at(-2) ?? '' })
      await make.user()
    }
    assert.equal(new Set(seen).size, seen.length)
    assert.deepEqual([...seen].sort(), seen, 'by id')
    for (const id of made) assert.ok(seen.includes(id))
    for (const unknown of ['nobody', '', "' or 1=1 --", 'x'.repeat(1_000_000)])
      await assert.rejects(core.run(listUsers, { where: [], page: { limit: 5, after: unknown } }), {
        kind: 'not_found',
      })
  })

  test('an exactly full page has no next page', async () => {
    for (let n = 0; n < 4; n++) await create({ name: `user-${n}` })
    const { rows, more } = await core.run(listUsers, { where: [], page: { limit: 4 } })
    assert.deepEqual([rows.length, more], [4, false])
    const rest = await core.run(listUsers, { where: [], page: { limit: 4, after: rows.at(-1)?.id ?? '' } })
    assert.deepEqual(rest, { rows: [], more: false })
  })

  test('T23, T26: permissions to read and change users, of the own domain and of another', async () => {
    const elsewhere = await make.domain()
    const personas: readonly [string, (self: string) => Caller, string][] = [
      ['system admin', () => systemAdmin, 'see:both list change:both'],
      ['project admin', () => callerAs({ roles: ['Admin'] }), 'see:both list change:both'],
      ['system reader', () => systemReader, 'see:both list'],
      ['domain manager', () => inDomain('default', 'manager', 'member', 'reader'), 'see:own list change:own'],
      ['domain member', () => inDomain('default', 'member', 'reader'), 'see:own list'],
      ['domain reader', () => inDomain('default', 'reader'), 'see:own list'],
      ['domain, no role of use', () => inDomain('default', 'auditor'), ''],
      [
        'manager elsewhere',
        () => inDomain(elsewhere, 'manager', 'reader'),
        'see:foreign list change:foreign',
      ],
      ['project manager', () => callerAs({ roles: ['manager', 'member', 'reader'] }), ''],
      ['project member', () => unprivileged, ''],
      ['unscoped', () => callerAs({ scope: { kind: 'unscoped' } }), ''],
      ['the user itself', (userId) => callerAs({ userId, roles: ['member'] }), 'see:own'],
      ['nobody', () => anonymous, ''],
    ]
    const may = (attempt: Promise<unknown>) =>
      attempt.then(
        () => true,
        (thrown) => {
          assert.match(thrown.kind, /^(forbidden|unauthenticated)$/, thrown)
          return false
        },
      )
    for (const [who, as, expected] of personas) {
      const own = await make.user()
      const foreign = await make.user(elsewhere)
      const caller = as(own)
      const where = async (tries: (id: string, domainId: string) => Promise<boolean>) => {
        const [here, there] = [await tries(own, 'default'), await tries(foreign, elsewhere)]
        return here && there ? 'both' : here ? 'own' : there ? 'foreign' : undefined
      }
      const sees = await where((id) => may(show(id, caller)))
      const lists = await may(core.run(listUsers, all, caller))
      // Each right separately: a caller with a general right to change may change everything.
      const rights = [
        await where((id) => may(update(id, { description: who }, caller))),
        await where((id) => may(update(id, { password: 'set for you' }, caller))),
        await where((_, domainId) => may(create({ name: core.ports.newId(), domainId }, caller))),
        await where((id) => may(core.run(deleteUser, { id }, caller))),
      ]
      assert.equal(new Set(rights).size, 1, `${who}: ${rights}`)
      const found = [sees && `see:${sees}`, lists && 'list', rights[0] && `change:${rights[0]}`]
      assert.equal(found.filter(Boolean).join(' '), expected, who)
    }
  })

  test('T21, T26: with a domain-scoped token a list contains the users of that domain alone', async () => {
    const elsewhere = await make.domain()
    await create({ name: 'here' })
    await create({ name: 'there', domainId: elsewhere })
    const reader = inDomain('default', 'reader')
    assert.deepEqual(await list([], reader), ['here'])
    assert.deepEqual(await list([eq('domain_id', elsewhere)], reader), [])
    assert.deepEqual(await list([eq('name', 'there')], reader), [])
    assert.deepEqual(await list([], systemReader), ['here', 'there'])
  })

  test('a caller without permission on users receives the same for unknown users', async () => {
    for (const caller of [unprivileged, inDomain('default', 'manager', 'reader')])
      for (const attempt of [
        () => show('nobody', caller),
        () => update('nobody', { name: 'x' }, caller),
        () => core.run(deleteUser, { id: 'nobody' }, caller),
      ])
        await assert.rejects(attempt, { kind: 'forbidden' })
    for (const id of ['nobody', '', 'x'.repeat(100_000), '\ud800'])
      for (const attempt of [
        () => show(id),
        () => update(id, { name: 'x' }),
        () => core.run(deleteUser, { id }),
      ])
        await assert.rejects(attempt, { kind: 'not_found' }, JSON.stringify(id.slice(0, 9)))
  })

  test('20 parallel creations of one name, and of one claimed email: exactly one each', async () => {
    const outcomes = async (attempts: readonly Promise<unknown>[]) =>
      (await Promise.allSettled(attempts))
        .map((attempt) => (attempt.status === 'rejected' ? attempt.reason.kind : 'made'))
        .sort()
    const once = [...Array(19).fill('conflict'), 'made']
    assert.deepEqual(await outcomes(Array.from({ length: 20 }, () => create({ name: 'same' }))), once)
    const email = 'same@example.com'
    const claims = Array.from({ length: 20 }, (_, n) => create({ name: `n-${n}`, email, claimEmail: true }))
    assert.deepEqual(await outcomes(claims), once)
    assert.equal((await list([])).length, 2)
    assert.deepEqual(await core.events(), ['user.created', 'user.created'])
  })

  test('one current password allows one change: of parallel changes exactly one succeeds', async () => {
    const { id } = await create({ password: 'old' })
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) =>
        core.run(changePassword, { id, original: 'old', password: `new-${n}` }),
      ),
    )
    const won = outcomes.flatMap(({ status }, n) => (status === 'fulfilled' ? [n] : []))
    assert.equal(won.length, 1)
    assert.equal(await isPasswordOf(id, `new-${won[0]}`), true)
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') assert.equal(outcome.reason.kind, 'unauthenticated')
  })

  test('a concurrent change cannot undo a replaced password, or a disabling or deletion', async () => {
    const ends: readonly [string, (id: string) => Promise<unknown>][] = [
      ['replaced', (id) => update(id, { password: 'by an administrator' })],
      ['removed', (id) => update(id, { password: null })],
      ['disabled', (id) => update(id, { status: 'disabled' })],
      ['locked', (id) => update(id, { options: { lock_password: true } })],
      ['deleted', (id) => core.run(deleteUser, { id })],
    ]
    const { hash } = core.ports.passwords
    for (const [why, end] of ends) {
      const { id } = await create({ name: why, password: 'old' })
      // Hashing is slow, so that concurrent changes fall between verification and update.
      Object.assign(core.ports.passwords, {
        hash: async (password: string) => {
          Object.assign(core.ports.passwords, { hash })
          await end(id)
          return hash(password)
        },
      })
      const change = core.run(changePassword, { id, original: 'old', password: 'mine again' })
      await assert.rejects(change, { kind: why === 'locked' ? 'invalid' : 'unauthenticated' }, why)
      assert.equal(await isPasswordOf(id, 'mine again'), false, why)
    }
  })
})
