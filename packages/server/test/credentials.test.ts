import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { createCredential } from '../src/core/access/credentials/create-credential.ts'
import { credentialsOf } from '../src/core/access/credentials/credentials-of.ts'
import { deleteCredential } from '../src/core/access/credentials/delete-credential.ts'
import { getCredential } from '../src/core/access/credentials/get-credential.ts'
import { listCredentials } from '../src/core/access/credentials/list-credentials.ts'
import { resealCredentials } from '../src/core/access/credentials/reseal-credentials.ts'
import { updateCredential } from '../src/core/access/credentials/update-credential.ts'
import {
  createEc2Credential,
  deleteEc2Credential,
  listEc2Credentials,
} from '../src/core/access/ec2/user-keys.ts'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import { deleteDomain } from '../src/core/directory/domains/domains.ts'
import { updateDomain } from '../src/core/directory/domains/update-domain.ts'
import { deleteProject } from '../src/core/directory/projects/delete-project.ts'
import { anonymous, type Delegation, type KnownCaller } from '../src/core/kernel/caller.ts'
import { isDomainError } from '../src/core/kernel/domain-error.ts'
import { rotateKeys } from '../src/core/kernel/keys/rotate-keys.ts'
import { eq } from '../src/core/kernel/paging/list-query.ts'
import { builders } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { callerAs, createTestCore, inDomain, systemAdmin, systemReader, type TestCore } from './test-core.ts'

const rejected = (kind: Parameters<typeof isDomainError>[1], code?: string) => (thrown: unknown) =>
  isDomainError(thrown, kind) && (code === undefined || thrown.code === code)

const ownerOf = (userId: string, projectId = 'p'.repeat(32)): KnownCaller =>
  callerAs({
    userId,
    scope: { kind: 'project', projectId, domainId: 'default' },
    roles: ['member', 'reader'],
  })

const delegatedTo = (caller: KnownCaller, delegation: Delegation): KnownCaller => ({
  ...caller,
  chain: { ...caller.chain, delegation },
})

const everyDelegation = (userId: string): readonly Delegation[] => [
  { kind: 'trust', trustId: 't1', trustorId: userId, trusteeId: 'someone' },
  { kind: 'application_credential', id: 'a1', unrestricted: true },
  { kind: 'application_credential', id: 'a2', unrestricted: false },
  { kind: 'oauth1', accessTokenId: 'o1', consumerId: 'c1' },
]

onEachDatabase('credentials', (makePlace) => {
  let core: TestCore
  let b: ReturnType<typeof builders>
  before(async () => {
    core = await createTestCore(await makePlace())
    b = builders(core)
  })
  after(() => core.close())

  let count = 0
  const someone = () => `user-${++count}`
  const ec2Blob = (more: object = {}) =>
    JSON.stringify({ access: `access-${++count}`, secret: `secret-${count}`, ...more })
  const keep = (userId: string, more: object = {}) =>
    core.run(createCredential, { userId, type: 'cert', blob: 'some text', ...more })
  const page = { limit: 1000 }
  const idsSeenBy = async (caller: KnownCaller, where: Parameters<typeof eq>[] = []) =>
    (
      await core.run(
        listCredentials,
        { where: where.map(([key, value]) => eq(key as 'id', value)), page },
        caller,
      )
    ).rows.map(({ id }) => id)

  test('an owner creates, reads, changes and deletes a secret, which is never stored in clear', async () => {
    const userId = someone()
    const owner = ownerOf(userId)
    const before = (await core.events()).length
    const made = await core.run(
      createCredential,
      { userId, type: 'cert', blob: 'very secret', projectId: 'p1', extra: { colour: 'red' } },
      owner,
    )
    assert.match(made.id, /^[0-9a-f]{32}$/)
    const expected = { userId, type: 'cert', blob: 'very secret', projectId: 'p1', extra: { colour: 'red' } }
    assert.partialDeepStrictEqual(made, expected)
    assert.deepEqual(await core.run(getCredential, { id: made.id }, owner), made)
    const changed = await core.run(updateCredential, { id: made.id, blob: 'another' }, owner)
    assert.deepEqual(changed, { ...made, blob: 'another' })
    assert.deepEqual(await core.run(getCredential, { id: made.id }, owner), changed)
    const stored = await core.store.reading.credentials.get(made.id)
    assert.ok(stored && !JSON.stringify(stored).includes('another'))
    await core.run(deleteCredential, { id: made.id }, owner)
    await assert.rejects(core.run(getCredential, { id: made.id }), rejected('not_found'))
    assert.deepEqual((await core.events()).slice(before), [
      'credential.created',
      'credential.updated',
      'credential.deleted',
    ])
    const reported = JSON.stringify(await core.store.reading.events.list(0, 1000))
    assert.ok(!reported.includes('very secret') && !reported.includes('another'))
  })

  test('a blob copied to another row does not open', async () => {
    const [one, other] = [await keep(someone(), { blob: 'one' }), await keep(someone(), { blob: 'other' })]
    await core.store.transaction('serializable', async ({ credentials }) => {
      const stolen = await credentials.get(one.id)
      if (stolen) await credentials.update(other.id, stolen)
    })
    await assert.rejects(core.run(getCredential, { id: other.id }), /altered/)
    await core.run(deleteCredential, { id: one.id })
    await core.store.transaction(
      'serializable',
      async ({ credentials }) => void (await credentials.delete(other.id)),
    )
  })

  test('administrators have access to all, system readers read all, others their own', async () => {
    const userId = someone()
    const { id } = await keep(userId)
    const stranger = ownerOf(someone())
    assert.equal((await core.run(getCredential, { id }, systemReader)).blob, 'some text')
    for (const caller of [systemReader, stranger, inDomain('default', 'manager')]) {
      const input = { userId, type: 'cert', blob: 'x' }
      await assert.rejects(core.run(createCredential, input, caller), rejected('forbidden'))
      await assert.rejects(core.run(updateCredential, { id, blob: 'x' }, caller), rejected('forbidden'))
      await assert.rejects(core.run(deleteCredential, { id }, caller), rejected('forbidden'))
    }
    await assert.rejects(core.run(getCredential, { id }, stranger), rejected('forbidden'))
    await assert.rejects(core.run(getCredential, { id }, anonymous), rejected('unauthenticated'))
    await assert.rejects(core.run(getCredential, { id: 'unknown' }, stranger), rejected('forbidden'))
    await assert.rejects(core.run(getCredential, { id: 'unknown' }), rejected('not_found'))
    await core.run(updateCredential, { id, blob: 'by the admin' }, inDomain('default', 'admin'))
    assert.equal((await core.run(getCredential, { id }, ownerOf(userId))).blob, 'by the admin')
  })

  test('T21, T31: a list contains nothing that the rule of a single read would reject, with any filter', async () => {
    const [mine, theirs] = [someone(), someone()]
    const own: string[] = []
    for (let n = 0; n < 5; n++) {
      own.push((await keep(mine)).id)
      await keep(theirs, { type: 'totp' })
    }
    const owner = ownerOf(mine)
    assert.deepEqual((await idsSeenBy(owner)).toSorted(), own.toSorted())
    assert.deepEqual(await idsSeenBy(owner, [['user_id', theirs]]), [])
    assert.deepEqual(await idsSeenBy(owner, [['type', 'totp']]), [])
    assert.equal((await idsSeenBy(systemReader, [['user_id', theirs]])).length, 5)
    assert.equal((await idsSeenBy(systemAdmin, [['type', 'totp']])).length, 5)
    const first = await core.run(listCredentials, { where: [], page: { limit: 3 } }, owner)
    assert.deepEqual([first.rows.length, first.more], [3, true])
    const after = first.rows.at(-1)?.id ?? ''
    const rest = await core.run(listCredentials, { where: [], page: { limit: 3, after } }, owner)
    assert.deepEqual([rest.rows.length, rest.more], [2, false])
    await assert.rejects(
      core.run(listCredentials, { where: [], page: { limit: 3, after: 'unknown' } }, owner),
      rejected('not_found'),
    )
  })

  test('T02: CVE-2026-90460: an update changes the blob alone; other fields may be repeated', async () => {
    const [userId, other] = [someone(), someone()]
    const { id } = await keep(userId, { projectId: 'p1', extra: { colour: 'red', list: [1] } })
    const same = { userId, type: 'cert', projectId: 'p1', extra: { colour: 'red', list: [1] } }
    assert.equal((await core.run(updateCredential, { id, blob: 'new', ...same })).blob, 'new')
    assert.equal((await core.run(updateCredential, { id, ...same })).blob, 'new')
    for (const change of [
      { userId: other },
      { type: 'ec2' },
      { projectId: 'p2' },
      { projectId: null },
      { extra: { colour: 'blue' } },
      { extra: { size: 1 } },
      { extra: { trust_id: 't' } },
    ]) {
      const input = { id, blob: 'stolen', ...change }
      await assert.rejects(core.run(updateCredential, input), rejected('invalid'), JSON.stringify(change))
      await assert.rejects(core.run(updateCredential, input, ownerOf(userId)), rejected('invalid'))
    }
    assert.partialDeepStrictEqual(await core.run(getCredential, { id }), { ...same, blob: 'new' })
  })

  test('T02: the delegation in the blob of a key cannot be changed', async () => {
    const userId = someone()
    for (const name of ['trust_id', 'app_cred_id', 'access_token_id', 'access_id']) {
      const blob = { access: `fixed-${name}`, secret: 's', [name]: 'one' }
      const sent = { type: 'ec2', projectId: 'p1', blob: JSON.stringify(blob) }
      const { id } = await keep(userId, sent)
      const change = (next: object) => core.run(updateCredential, { id, blob: JSON.stringify(next) })
      assert.ok(await change({ ...blob, secret: 'another' }))
      for (const next of [
        { ...blob, [name]: 'two' },
        { ...blob, [name]: null },
        { access: 'a', secret: 's' },
      ])
        await assert.rejects(change(next), rejected('invalid'), JSON.stringify(next))
    }
    const { id } = await keep(userId, { type: 'ec2', projectId: 'p1', blob: ec2Blob() })
    const added = core.run(updateCredential, { id, blob: ec2Blob({ trust_id: 'added' }) })
    await assert.rejects(added, rejected('invalid'))
    for (const blob of ['', 'text', '[]', '"access"', 'null', '{}', '{"access":null}', '{"access":5}'])
      await assert.rejects(core.run(updateCredential, { id, blob }), rejected('invalid'), blob)
  })

  test('an ec2 credential is identified by the hash of its access key, which is unique', async () => {
    const blob = JSON.stringify({ access: 'my access', secret: 's' })
    const make = () => keep(someone(), { type: 'ec2', projectId: 'p1', blob })
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, make))
    const made = outcomes.filter((outcome) => outcome.status === 'fulfilled')
    assert.equal(made.length, 1)
    assert.equal(made[0]?.value.id, createHash('sha256').update('my access').digest('hex'))
    assert.equal(made[0]?.value.blob, blob)
    for (const outcome of outcomes)
      assert.ok(outcome.status === 'fulfilled' || rejected('conflict')(outcome.reason))
    await assert.rejects(keep(someone(), { type: 'ec2', blob: ec2Blob() }), rejected('invalid'))
    await assert.rejects(keep(someone(), { type: 'EC2', blob: ec2Blob() }), rejected('invalid'))
    for (const bad of ['', '{"abc":"def"d}', '{}', '{"access":{}}', '{"access":""}', '[{"access":"a"}]'])
      await assert.rejects(
        keep(someone(), { type: 'ec2', projectId: 'p1', blob: bad }),
        rejected('invalid'),
        bad,
      )
  })

  test('rejects text that a database cannot store or that is too long', async () => {
    const bad = [
      { userId: 'u\0' },
      { type: 't\0' },
      { type: '\ud800' },
      { projectId: 'p\0' },
      { blob: 'b\0' },
      { blob: '\udfff' },
      { blob: 'x'.repeat(65_536) },
      { type: 'x'.repeat(256) },
      { projectId: 'x'.repeat(65) },
      { userId: 'x'.repeat(256) },
    ]
    for (const part of bad)
      await assert.rejects(keep(someone(), part), rejected('invalid'), JSON.stringify(part).slice(0, 60))
    for (const id of ['\0', '', '💥', 'x'.repeat(1_000_000)])
      await assert.rejects(core.run(getCredential, { id }), rejected('not_found'))
  })

  test('T05, T17: a restricted application credential manages no keys by any route', async () => {
    const userId = await b.user()
    const restricted = delegatedTo(ownerOf(userId, 'p1'), {
      kind: 'application_credential',
      id: 'a',
      unrestricted: false,
    })
    const { id } = await keep(userId, { type: 'ec2', projectId: 'p1', blob: ec2Blob() })
    const sent = { userId, projectId: 'p1', blob: ec2Blob() }
    const forbidden = rejected('forbidden', 'forbidden_to_delegation')
    await assert.rejects(core.run(createCredential, { ...sent, type: 'ec2' }, restricted), forbidden)
    await assert.rejects(core.run(createCredential, { ...sent, type: 'Ec2' }, restricted), forbidden)
    await assert.rejects(core.run(updateCredential, { id, blob: ec2Blob() }, restricted), forbidden)
    await assert.rejects(core.run(deleteCredential, { id }, restricted), forbidden)
    await assert.rejects(core.run(createEc2Credential, { userId, projectId: 'p1' }, restricted), forbidden)
    await assert.rejects(core.run(deleteEc2Credential, { userId, access: 'any' }, restricted), forbidden)
    assert.ok(await core.run(createCredential, { ...sent, type: 'cert' }, restricted))
  })

  test('T06, T09: delegated credentials have access to credentials of their own project, never to authentication secrets', async () => {
    const userId = someone()
    const inside = (await keep(userId, { projectId: 'p1' })).id
    const outside = [
      (await keep(userId, { projectId: 'p2' })).id,
      (await keep(userId)).id,
      (await keep(userId, { type: 'totp', blob: 'JBSWY3DP' })).id,
      (await keep(userId, { type: 'totp', projectId: 'p1', blob: 'JBSWY3DP' })).id,
    ]
    for (const delegation of everyDelegation(userId)) {
      const delegated = delegatedTo(ownerOf(userId, 'p1'), delegation)
      assert.deepEqual(await idsSeenBy(delegated), [inside])
      assert.deepEqual(await idsSeenBy(delegated, [['type', 'totp']]), [])
      assert.equal((await core.run(getCredential, { id: inside }, delegated)).blob, 'some text')
      for (const id of outside) {
        await assert.rejects(core.run(getCredential, { id }, delegated), rejected('forbidden'))
        await assert.rejects(core.run(updateCredential, { id, blob: 'x' }, delegated), rejected('forbidden'))
        await assert.rejects(core.run(deleteCredential, { id }, delegated), rejected('forbidden'))
      }
      const make = (more: object) =>
        core.run(createCredential, { userId, type: 'cert', blob: 'x', ...more }, delegated)
      await assert.rejects(make({ projectId: 'p2' }), rejected('forbidden'))
      await assert.rejects(make({}), rejected('forbidden'))
      await assert.rejects(make({ type: 'totp', projectId: 'p1' }), rejected('forbidden'))
      await assert.rejects(make({ type: 'ec2', projectId: 'p2', blob: ec2Blob() }), rejected('forbidden'))
      const made = await make({ projectId: 'p1' })
      await core.run(deleteCredential, { id: made.id }, delegated)
    }
    const direct = await idsSeenBy(ownerOf(userId, 'p1'))
    assert.deepEqual(direct.toSorted(), [inside, ...outside].toSorted())
  })

  test('T09: the list of EC2 keys omits those of other projects', async () => {
    const userId = await b.user()
    const [p1, p2] = [await b.project('default'), await b.project('default')]
    const one = await core.run(createEc2Credential, { userId, projectId: p1 })
    await core.run(createEc2Credential, { userId, projectId: p2 })
    const seen = async (caller: KnownCaller) =>
      (await core.run(listEc2Credentials, { userId, page }, caller)).rows.map(({ access }) => access)
    assert.equal((await seen(ownerOf(userId, p1))).length, 2)
    for (const delegation of everyDelegation(userId))
      assert.deepEqual(await seen(delegatedTo(ownerOf(userId, p1), delegation)), [one.access])
  })

  test('T01: a key stores the delegation it was created with, regardless of the request', async () => {
    const userId = someone()
    for (const [delegation, names] of [
      [everyDelegation(userId)[0], { trust_id: 't1' }],
      [everyDelegation(userId)[1], { app_cred_id: 'a1' }],
      [everyDelegation(userId)[3], { access_token_id: 'o1' }],
    ] as const) {
      assert.ok(delegation)
      const delegated = delegatedTo(ownerOf(userId, 'p1'), delegation)
      const claims = { trust_id: 'x', app_cred_id: null, access_token_id: 'y', note: 'kept' }
      const blob = ec2Blob(claims)
      const made = await core.run(createCredential, { userId, type: 'ec2', projectId: 'p1', blob }, delegated)
      const { access, secret } = JSON.parse(blob)
      assert.deepEqual(JSON.parse(made.blob), { access, secret, note: 'kept', ...names })
      await assert.rejects(
        core.run(
          createCredential,
          { userId: someone(), type: 'ec2', projectId: 'p1', blob: ec2Blob() },
          {
            ...delegated,
            credentials: systemAdmin.credentials,
          },
        ),
        rejected('forbidden'),
        'a key for another user would exceed the delegation',
      )
      const changed = JSON.stringify({ ...JSON.parse(made.blob), secret: 'new' })
      assert.ok(
        await core.run(updateCredential, { id: made.id, blob: changed }, delegated),
        'it may change its own',
      )
    }
    const full = await keep(userId, { type: 'ec2', projectId: 'p1', blob: ec2Blob() })
    for (const delegation of everyDelegation(userId))
      await assert.rejects(
        core.run(
          updateCredential,
          { id: full.id, blob: ec2Blob() },
          delegatedTo(ownerOf(userId, 'p1'), delegation),
        ),
        rejected('forbidden'),
        'a key of full authority cannot be taken over',
      )
  })

  test('T15: a token of a key manages no credentials', async () => {
    const userId = someone()
    const { id } = await keep(userId)
    const owner = ownerOf(userId)
    const byKey: KnownCaller = { ...owner, chain: { ...owner.chain, methods: ['ec2credential'] } }
    const forbidden = rejected('forbidden', 'forbidden_to_delegation')
    await assert.rejects(core.run(getCredential, { id }, byKey), forbidden)
    await assert.rejects(core.run(listCredentials, { where: [], page }, byKey), forbidden)
    await assert.rejects(core.run(createCredential, { userId, type: 'cert', blob: 'x' }, byKey), forbidden)
    await assert.rejects(core.run(updateCredential, { id, blob: 'x' }, byKey), forbidden)
    await assert.rejects(core.run(deleteCredential, { id }, byKey), forbidden)
  })

  test('T35: credentials are deleted with their user, project or domain', async () => {
    const domainId = await b.domain()
    const [insider, outsider] = [await b.user(domainId), await b.user()]
    const [inside, outside] = [await b.project(domainId), await b.project('default')]
    const alive = async (ids: readonly string[]) =>
      (await Promise.all(ids.map((id) => core.store.reading.credentials.get(id)))).map(
        (one) => one !== undefined,
      )
    const ofUser = (await keep(insider)).id
    const ofProject = (await keep(outsider, { projectId: inside })).id
    const other = (await keep(outsider, { projectId: outside })).id
    await core.run(updateDomain, { id: domainId, enabled: false })
    await core.run(deleteDomain, { id: domainId })
    assert.deepEqual(await alive([ofUser, ofProject, other]), [false, false, true])
    const unbound = (await keep(outsider)).id
    await core.run(deleteProject, { id: outside })
    assert.deepEqual(await alive([other, unbound]), [false, true])
    await core.run(deleteUser, { id: outsider })
    assert.deepEqual(await alive([unbound]), [false])
  })

  test('authentication reads every credential of a type, unsealed', async () => {
    const userId = someone()
    await keep(userId, { type: 'totp', blob: 'JBSWY3DP' })
    await keep(userId, { type: 'totp', blob: 'GEZDGNBV' })
    await keep(userId, { type: 'cert', blob: 'OTHER' })
    const at = { stores: core.store.reading, ports: core.ports }
    const blobs = (await credentialsOf(userId, 'totp', at)).map(({ blob }) => blob)
    assert.deepEqual(blobs.toSorted(), ['GEZDGNBV', 'JBSWY3DP'])
    assert.deepEqual(await credentialsOf(someone(), 'totp', at), [])
  })
})

onEachDatabase('the limit of credentials', (makePlace) => {
  test('T51: parallel creations by any route never exceed the limit of a user', async () => {
    const core = await createTestCore(await makePlace(), { credentialUserLimit: 3 })
    try {
      const userId = await builders(core).user()
      const projectId = await builders(core).project('default')
      const outcomes = await Promise.allSettled([
        ...Array.from({ length: 5 }, () => core.run(createCredential, { userId, type: 'cert', blob: 'x' })),
        ...Array.from({ length: 5 }, () => core.run(createEc2Credential, { userId, projectId })),
      ])
      assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 3)
      for (const outcome of outcomes)
        assert.ok(
          outcome.status === 'fulfilled' ||
            rejected('failed_precondition', 'credential_limit')(outcome.reason),
        )
      assert.ok(await core.run(createCredential, { userId: 'another', type: 'cert', blob: 'x' }))
    } finally {
      await core.close()
    }
  })
})

onEachDatabase('credential keys', (makePlace) => {
  test('a rotation during writes: every blob opens, all are sealed by the new key, old keys are removed', async () => {
    const core = await createTestCore(await makePlace())
    try {
      const operator = { kind: 'operator' } as const
      const rotate = () => core.run(rotateKeys, { purpose: 'credentials' }, operator)
      const reseal = async () => {
        while ((await core.run(resealCredentials, { atMost: 3 }, operator)) > 0);
      }
      const texts = new Map<string, string>()
      const write = async (n: number) => {
        const { id } = await core.run(createCredential, { userId: `u${n}`, type: 'cert', blob: `text ${n}` })
        const { blob } = await core.run(updateCredential, { id, blob: `text ${n} changed` })
        texts.set(id, blob)
      }
      for (let n = 0; n < 7; n++) await write(n)
      const indexes = new Set<number>()
      for (let round = 0; round < 4; round++) {
        const beside = Promise.all([0, 1, 2].map((n) => write(100 * (round + 1) + n)))
        await reseal()
        const { primary } = await rotate()
        await reseal()
        await beside
        await reseal()
        indexes.add(primary)
        const { rows } = await core.run(listCredentials, { where: [], page: { limit: 1000 } })
        assert.deepEqual(new Map(rows.map(({ id, blob }) => [id, blob])), texts)
        const stored = await core.store.reading.credentials.list({ where: [], page: { limit: 1000 } })
        assert.ok(stored.rows.every(({ keyIndex }) => keyIndex === primary))
      }
      assert.equal(indexes.size, 4)
      const ring = await core.store.reading.keys.list('credentials')
      assert.equal(ring.length, 3, 'staged, primary and one that only opens')
    } finally {
      await core.close()
    }
  })

  test('a key in use is never removed', async () => {
    const core = await createTestCore(await makePlace())
    try {
      const operator = { kind: 'operator' } as const
      const rotate = () => core.run(rotateKeys, { purpose: 'credentials' }, operator)
      const { id } = await core.run(createCredential, { userId: 'u', type: 'cert', blob: 'text' })
      await rotate()
      await assert.rejects(rotate(), rejected('failed_precondition', 'key_in_use'))
      assert.equal((await core.run(getCredential, { id })).blob, 'text')
      assert.equal(await core.run(resealCredentials, { atMost: 10 }, operator), 1)
      await rotate()
      assert.equal((await core.run(getCredential, { id })).blob, 'text')
      await assert.rejects(core.run(rotateKeys, { purpose: 'credentials' }), rejected('forbidden'))
      await assert.rejects(core.run(resealCredentials, { atMost: 1 }), rejected('forbidden'))
    } finally {
      await core.close()
    }
  })
})
