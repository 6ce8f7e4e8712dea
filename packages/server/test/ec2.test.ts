import assert from 'node:assert/strict'
import { createHash, createHmac } from 'node:crypto'
import { after, before, test } from 'node:test'
import { purgeExpiredSignatures } from '../src/core/access/cleanup.ts'
import { blobSeal } from '../src/core/access/credentials/blobs.ts'
import { createCredential } from '../src/core/access/credentials/create-credential.ts'
import type { Credential } from '../src/core/access/credentials/credential.ts'
import { exchangeEc2Signature, exchangeS3Signature } from '../src/core/access/ec2/exchange-signature.ts'
import {
  createEc2Credential,
  deleteEc2Credential,
  getEc2Credential,
  listEc2Credentials,
} from '../src/core/access/ec2/user-keys.ts'
import type { TokenView } from '../src/core/access/tokens/token.ts'
import type { Trust } from '../src/core/access/trusts/trust.ts'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import { updateDomain } from '../src/core/directory/domains/update-domain.ts'
import { updateProject } from '../src/core/directory/projects/update-project.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { anonymous, type Caller, type Delegation } from '../src/core/kernel/caller.ts'
import { isDomainError } from '../src/core/kernel/domain-error.ts'
import type { Settings } from '../src/core/kernel/settings.ts'
import { builders, onProject, userActor } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { type KeyPair, signedForS3, signedRequest } from './ec2-client.ts'
import { access, ec2Vectors, s3Vectors, secret, signedAt } from './ec2-vectors.ts'
import { callerAs, createTestCore, inDomain, systemAdmin, systemReader, type TestCore } from './test-core.ts'

const rejected = (kind: Parameters<typeof isDomainError>[1], code?: string) => (thrown: unknown) =>
  isDomainError(thrown, kind) && (code === undefined || thrown.code === code)
const unauthenticated = rejected('unauthenticated')

const service = callerAs({ roles: ['service'] })
const minutes = 60_000

onEachDatabase('EC2 keys and signatures', (makePlace) => {
  let core: TestCore
  let b: ReturnType<typeof builders>
  before(async () => {
    core = await createTestCore(await makePlace())
    b = builders(core)
  })
  after(() => core.close())

  /** A user with roles on a project, and a caller that is this user in the project. */
  const someone = async (...roles: string[]) => {
    const [userId, projectId] = [await b.user(), await b.project('default')]
    const roleIds: string[] = []
    for (const name of roles.length === 0 ? ['any'] : roles) {
      const roleId = await b.role(`${name}-${userId.slice(-6)}`)
      await b.give(userActor(userId), roleId, onProject(projectId))
      roleIds.push(roleId)
    }
    const caller = callerAs({
      userId,
      scope: { kind: 'project', projectId, domainId: 'default' },
      roles: ['member'],
    })
    return { userId, projectId, roleIds, caller }
  }
  const delegated = (caller: ReturnType<typeof callerAs>, delegation: Delegation) => ({
    ...caller,
    chain: { ...caller.chain, delegation },
  })

  let actions = 0
  const fresh = (key: KeyPair, at = core.now()) => {
    const {
      body_hash: bodyHash,
      access,
      signature,
      ...request
    } = signedRequest(key, at, `Action${++actions}`)
    return { access, signature, request: { ...request, bodyHash } }
  }
  const buy = (key: KeyPair, caller: Caller = service): Promise<TokenView> =>
    core.run(exchangeEc2Signature, fresh(key), caller)
  const rolesOf = (view: TokenView) => view.roles.map(({ id }) => id).toSorted()

  test('a key is created for a user and a project, listed and read by its access key, and deleted', async () => {
    const { userId, projectId, caller } = await someone()
    const one = await core.run(createEc2Credential, { userId, projectId }, caller)
    const two = await core.run(createEc2Credential, { userId, projectId })
    for (const key of [one, two]) {
      assert.match(key.access, /^[0-9a-f]{32}$/)
      assert.match(key.secret ?? '', /^[0-9a-f]{32}$/)
      assert.partialDeepStrictEqual(key, { userId, projectId, trustId: null })
    }
    assert.notEqual(one.access, two.access)
    assert.notEqual(one.secret, two.secret)
    assert.deepEqual(await core.run(getEc2Credential, { userId, access: one.access }, caller), one)
    const first = await core.run(listEc2Credentials, { userId, page: { limit: 1 } }, caller)
    assert.equal(first.more, true)
    const page = { limit: 1, after: first.rows[0]?.access ?? '' }
    const second = await core.run(listEc2Credentials, { userId, page }, caller)
    const listed = [...first.rows, ...second.rows].map((key) => key.access)
    assert.deepEqual(listed.toSorted(), [one.access, two.access].toSorted())
    await core.run(deleteEc2Credential, { userId, access: one.access }, caller)
    await assert.rejects(
      core.run(getEc2Credential, { userId, access: one.access }, caller),
      rejected('not_found'),
    )
    await assert.rejects(
      core.run(deleteEc2Credential, { userId, access: one.access }, caller),
      rejected('not_found'),
    )
    await assert.rejects(buy(one), rejected('not_found'))
    assert.ok(await buy(two))
  })

  test('T24, T31: keys of another user are not accessible through the own path', async () => {
    const [owner, other] = [await someone(), await someone()]
    const { access } = await core.run(createEc2Credential, owner, owner.caller)
    const [through, direct] = [
      { userId: other.userId, access },
      { userId: owner.userId, access },
    ]
    for (const operation of [getEc2Credential, deleteEc2Credential] as const) {
      const ask = (input: typeof through, caller: Caller) =>
        core.run(operation as typeof getEc2Credential, input, caller)
      await assert.rejects(ask(through, other.caller), rejected('not_found'))
      await assert.rejects(ask(direct, other.caller), rejected('forbidden'))
      await assert.rejects(ask(direct, anonymous), unauthenticated)
      await assert.rejects(ask(through, systemAdmin), rejected('not_found'), 'the ids must agree')
      await assert.rejects(
        ask(direct, inDomain('default', 'admin')),
        rejected('forbidden'),
        'no domain scope here',
      )
    }
    await assert.rejects(core.run(deleteEc2Credential, direct, systemReader), rejected('forbidden'))
    const reader = callerAs({ userId: owner.userId, roles: ['reader'] })
    await assert.rejects(core.run(deleteEc2Credential, direct, reader), rejected('forbidden'), 'members only')
    await assert.rejects(core.run(createEc2Credential, owner, reader), rejected('forbidden'))
    await assert.rejects(core.run(createEc2Credential, owner, other.caller), rejected('forbidden'))
    const list = { userId: owner.userId, page: { limit: 10 } }
    await assert.rejects(core.run(listEc2Credentials, list, other.caller), rejected('forbidden'))
    assert.equal((await core.run(listEc2Credentials, list, systemReader)).rows.length, 1)
    assert.equal((await core.run(getEc2Credential, direct, systemReader)).access, access)
  })

  test('an absent user or project is not found, and a credential of another type is not a key', async () => {
    const { userId, projectId } = await someone()
    await assert.rejects(
      core.run(createEc2Credential, { userId, projectId: 'unknown' }),
      rejected('not_found'),
    )
    await assert.rejects(
      core.run(createEc2Credential, { userId: 'unknown', projectId }),
      rejected('not_found'),
    )
    await assert.rejects(
      core.run(getEc2Credential, { userId: 'unknown', access: 'a' }),
      rejected('not_found'),
    )
    const page = { limit: 10 }
    await assert.rejects(core.run(listEc2Credentials, { userId: 'unknown', page }), rejected('not_found'))
    const unknown = { userId, page: { ...page, after: 'unknown' } }
    await assert.rejects(core.run(listEc2Credentials, unknown), rejected('not_found'))
    const blob = JSON.stringify({ access: 'upper', secret: 's' })
    await core.run(createCredential, { userId, type: 'EC2', projectId, blob })
    await assert.rejects(core.run(getEc2Credential, { userId, access: 'upper' }), unauthenticated)
    await assert.rejects(buy({ access: 'upper', secret: 's' }), rejected('not_found'))
  })

  test('signatures of botocore and keystoneclient obtain a token for the user and project of the key', async () => {
    const { userId, projectId, roleIds, caller } = await someone('one', 'two')
    const blob = JSON.stringify({ access, secret })
    await core.run(createCredential, { userId, type: 'ec2', projectId, blob }, caller)
    assert.equal(core.now(), signedAt)
    const views: TokenView[] = []
    for (const { request, signature } of Object.values(ec2Vectors))
      views.push(await core.run(exchangeEc2Signature, { access, signature, request }, service))
    for (const vector of Object.values(s3Vectors))
      views.push(await core.run(exchangeS3Signature, { access, ...vector }, service))
    for (const view of views) {
      assert.deepEqual(view.payload.methods, ['ec2credential'])
      assert.equal(view.user.id, userId)
      assert.equal(view.scope.kind === 'project' && view.scope.project.id, projectId)
      assert.deepEqual(rolesOf(view), roleIds.toSorted())
      const validated = await core.ports.tokens.read(view.token)
      assert.deepEqual(validated.caller.chain.methods, ['ec2credential'])
      assert.deepEqual(rolesOf(validated), rolesOf(view))
    }
    for (const vector of Object.values(s3Vectors)) {
      const signature = vector.signature.replace(/^./, (first) => (first === 'a' ? 'b' : 'a'))
      const wrong = core.run(exchangeS3Signature, { access, token: vector.token, signature }, service)
      await assert.rejects(wrong, unauthenticated)
    }
  })

  test('T14: only services and administrators may validate signatures', async () => {
    const owner = await someone()
    const key = await core.run(createEc2Credential, owner)
    for (const caller of [owner.caller, systemReader, inDomain('default', 'manager')]) {
      await assert.rejects(buy(key, caller), rejected('forbidden'))
      const s3 = signedForS3(key, core.now())
      await assert.rejects(core.run(exchangeS3Signature, s3, caller), rejected('forbidden'))
    }
    await assert.rejects(buy(key, anonymous), unauthenticated)
    await assert.rejects(
      core.run(exchangeS3Signature, signedForS3(key, core.now()), anonymous),
      unauthenticated,
    )
    for (const caller of [service, systemAdmin, inDomain('default', 'admin')])
      assert.ok(await buy(key, caller))
    const unknown = { access: 'unknown', secret: 'x' }
    await assert.rejects(buy(unknown, owner.caller), rejected('forbidden'), 'not even whether the key exists')
  })

  test('an unknown key is not found; every wrong signature fails alike', async () => {
    const owner = await someone()
    const key = await core.run(createEc2Credential, owner)
    await assert.rejects(buy({ access: 'unknown', secret: 'x' }), rejected('not_found'))
    const { signature, request } = fresh(key)
    const wrongs = [
      { signature, request },
      { access: key.access, request },
      { access: key.access, request, signature: '' },
      { access: key.access, request, signature: `${signature} ` },
      { access: key.access, request, signature: signature.toLowerCase() },
      { access: key.access, signature, request: { ...request, path: '/elsewhere' } },
      { access: key.access, signature, request: { ...request, params: {} } },
      {
        access: key.access,
        signature,
        request: { ...request, params: { ...request.params, SignatureVersion: '9' } },
      },
    ]
    const messages = new Set<string>()
    for (const wrong of wrongs)
      await assert.rejects(core.run(exchangeEc2Signature, wrong, service), (thrown) => {
        messages.add((thrown as Error).message)
        return unauthenticated(thrown)
      })
    await assert.rejects(buy({ ...key, secret: 'another' }), unauthenticated)
    assert.equal(messages.size, 1)
    for (const token of ['', 'no base64 !', 'AAAA'])
      await assert.rejects(
        core.run(exchangeS3Signature, { access: key.access, signature, token }, service),
        unauthenticated,
      )
    const blob = JSON.stringify({ access: 'no secret' })
    await core.run(createCredential, { ...owner, type: 'ec2', blob })
    await assert.rejects(buy({ access: 'no secret', secret: '' }), unauthenticated)
    await assert.rejects(buy({ access: 'no secret', secret: 'undefined' }), unauthenticated)
  })

  test('T04: a signature is valid fifteen minutes before and after its time, for EC2 and for S3', async () => {
    const key = await core.run(createEc2Credential, await someone())
    const at = (offset: number) => core.run(exchangeEc2Signature, fresh(key, core.now() + offset), service)
    const s3At = (offset: number) =>
      core.run(exchangeS3Signature, signedForS3(key, core.now() + offset, `/${offset}`), service)
    for (const exchanged of [at, s3At]) {
      assert.ok(await exchanged(-15 * minutes))
      assert.ok(await exchanged(15 * minutes))
      await assert.rejects(exchanged(-15 * minutes - 1000), unauthenticated)
      await assert.rejects(exchanged(15 * minutes + 1000), unauthenticated)
    }
    const { request, ...rest } = fresh(key)
    core.advanceTime(16 * minutes)
    const params = { ...request.params, 'X-Amz-Date': new Date(core.now()).toISOString() }
    const late = core.run(exchangeEc2Signature, { ...rest, request: { ...request, params } }, service)
    await assert.rejects(late, unauthenticated, 'an unsigned time is ignored')
  })

  test('T04: of many uses of one signature exactly one succeeds, also after the replay record is purged', async () => {
    const key = await core.run(createEc2Credential, await someone())
    const [ec2, s3] = [fresh(key), signedForS3(key, core.now())]
    for (const once of [
      () => core.run(exchangeEc2Signature, ec2, service),
      () => core.run(exchangeS3Signature, s3, service),
    ]) {
      const outcomes = await Promise.allSettled(Array.from({ length: 20 }, once))
      assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
      for (const outcome of outcomes)
        assert.ok(
          outcome.status === 'fulfilled' || rejected('unauthenticated', 'signature_replayed')(outcome.reason),
        )
    }
    const operator = { kind: 'operator' } as const
    core.advanceTime(14 * minutes)
    await core.run(purgeExpiredSignatures, {}, operator)
    await assert.rejects(
      core.run(exchangeEc2Signature, ec2, service),
      rejected('unauthenticated', 'signature_replayed'),
    )
    core.advanceTime(3 * minutes)
    assert.ok((await core.run(purgeExpiredSignatures, {}, operator)) >= 2)
    await assert.rejects(
      core.run(exchangeEc2Signature, ec2, service),
      rejected('unauthenticated', 'signature_untimely'),
    )
    await assert.rejects(core.run(purgeExpiredSignatures, {}), rejected('forbidden'))
  })

  test('a disabled, deleted or unassigned user obtains nothing with a valid signature', async () => {
    const ends: Record<string, (of: Awaited<ReturnType<typeof someone>>) => Promise<unknown>> = {
      'user disabled': ({ userId }) => core.run(updateUser, { id: userId, status: 'disabled' }),
      'project disabled': ({ projectId }) => core.run(updateProject, { id: projectId, enabled: false }),
      'role taken away': ({ userId, projectId, roleIds }) =>
        b.take(userActor(userId), roleIds[0] ?? '', onProject(projectId)),
    }
    for (const [name, end] of Object.entries(ends)) {
      const owner = await someone()
      const key = await core.run(createEc2Credential, owner)
      const { token } = await buy(key)
      await end(owner)
      await assert.rejects(buy(key), unauthenticated, name)
      await assert.rejects(core.ports.tokens.read(token), unauthenticated, `${name}: the token made before`)
    }
    const owner = await someone()
    const key = await core.run(createEc2Credential, owner)
    await core.run(deleteUser, { id: owner.userId })
    await assert.rejects(buy(key), rejected('not_found'), 'T35: the key went with its user')
    const domainId = await b.domain()
    const tenant = { userId: await b.user(domainId), projectId: await b.project(domainId) }
    await b.give(userActor(tenant.userId), await b.role(), onProject(tenant.projectId))
    const inside = await core.run(createEc2Credential, tenant)
    assert.ok(await buy(inside))
    await core.run(updateDomain, { id: domainId, enabled: false })
    await assert.rejects(buy(inside), unauthenticated)
  })

  const insertTrust = (
    trust: Partial<Trust> & Pick<Trust, 'id' | 'trustorId' | 'trusteeId' | 'projectId' | 'roleIds'>,
  ) =>
    core.store.transaction('serializable', ({ trusts }) =>
      trusts.insert({
        impersonation: true,
        expiresAt: null,
        remainingUses: null,
        allowRedelegation: false,
        redelegationCount: 0,
        redelegatedTrustId: null,
        extra: {},
        createdAt: core.now(),
        deletedAt: null,
        ...trust,
      }),
    )

  test('T01: a key created with a trust has the authority of the trust, for the trustor or the trustee by impersonation', async () => {
    const trustor = await someone('lent', 'kept')
    const trustee = await b.user()
    for (const impersonation of [true, false]) {
      const id = core.ports.newId()
      const roleIds = trustor.roleIds.slice(0, 1)
      const expiresAt = core.now() + 10 * minutes
      await insertTrust({
        id,
        trustorId: trustor.userId,
        trusteeId: trustee,
        projectId: trustor.projectId,
        roleIds,
        impersonation,
        expiresAt,
      })
      const effectiveUser = impersonation ? trustor.userId : trustee
      const delegation = {
        kind: 'trust',
        trustId: id,
        trustorId: trustor.userId,
        trusteeId: trustee,
      } as const
      const caller = delegated(
        { ...callerAs({ ...trustor.caller, userId: effectiveUser, roles: ['member'] }) },
        delegation,
      )
      const key = await core.run(
        createEc2Credential,
        { userId: effectiveUser, projectId: trustor.projectId },
        caller,
      )
      assert.equal(key.trustId, id)
      const view = await buy(key)
      assert.equal(view.user.id, effectiveUser)
      assert.equal(view.payload.userId, trustee)
      assert.deepEqual(rolesOf(view), roleIds)
      assert.deepEqual(view.delegated?.kind, 'trust')
      assert.equal(view.payload.expiresAt, Math.floor(expiresAt / 1000), 'T12: no longer than the trust')
      const again = await core.ports.tokens.read(view.token)
      assert.deepEqual([again.payload.methods, rolesOf(again)], [['ec2credential'], roleIds])
      core.advanceTime(10 * minutes)
      await assert.rejects(buy(key), unauthenticated)
    }
  })

  test('each token of a trust with limited uses consumes one, also under parallel requests', async () => {
    const trustor = await someone('lent')
    const trustee = await b.user()
    const id = core.ports.newId()
    const { userId, projectId, roleIds } = trustor
    await insertTrust({ id, trustorId: userId, trusteeId: trustee, projectId, roleIds, remainingUses: 3 })
    const delegation = { kind: 'trust', trustId: id, trustorId: userId, trusteeId: trustee } as const
    const key = await core.run(
      createEc2Credential,
      { userId, projectId },
      delegated(trustor.caller, delegation),
    )
    const outcomes = await Promise.allSettled(Array.from({ length: 12 }, () => buy(key)))
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 3)
    for (const outcome of outcomes)
      assert.ok(outcome.status === 'fulfilled' || unauthenticated(outcome.reason))
  })

  test('T01, T12: a key created with an application credential has its authority, and is invalid without it', async () => {
    const owner = await someone('lent', 'kept')
    const { userId, projectId, roleIds, caller } = owner
    const expiresAt = core.now() + 20 * minutes
    await core.store.transaction('serializable', ({ applicationCredentials }) =>
      applicationCredentials.insert({
        id: 'app-1',
        userId,
        name: 'app',
        description: null,
        scope: onProject(projectId),
        roleIds: roleIds.slice(0, 1),
        expiresAt,
        unrestricted: true,
        accessRuleIds: null,
        secretHash: 'hash of app-1',
        createdAt: core.now(),
        lastUsedAt: null,
      }),
    )
    const made = delegated(caller, { kind: 'application_credential', id: 'app-1', unrestricted: true })
    const key = await core.run(createEc2Credential, { userId, projectId }, made)
    const view = await buy(key)
    assert.deepEqual(rolesOf(view), roleIds.slice(0, 1))
    assert.equal(view.payload.applicationCredentialId, 'app-1')
    assert.equal(view.payload.expiresAt, Math.floor(expiresAt / 1000))
    assert.equal(view.caller.chain.delegation.kind, 'application_credential')
    await b.take(userActor(userId), roleIds[0] ?? '', onProject(projectId))
    await assert.rejects(
      buy(key),
      unauthenticated,
      'the delegated role is revoked; the other one does not count',
    )
    await b.give(userActor(userId), roleIds[0] ?? '', onProject(projectId))
    assert.ok(await buy(key))
    core.advanceTime(20 * minutes)
    await assert.rejects(buy(key), unauthenticated)
  })

  test('T01, T03: a key created with an access token has its authorized roles, and is invalid without it', async () => {
    const { userId, projectId, roleIds, caller } = await someone('lent', 'kept')
    const [consumerId, id] = [core.ports.newId(), core.ports.newId()]
    await core.store.transaction('serializable', async ({ oauth1 }) => {
      const consumer = { description: null, sealedSecret: 'x', extra: {}, createdAt: core.now() }
      await oauth1.insertConsumer({ id: consumerId, ...consumer })
      const authorized = {
        authorizingUserId: userId,
        projectId,
        roleIds: roleIds.slice(0, 1),
        expiresAt: null,
      }
      await oauth1.insertAccessToken({ id, consumerId, sealedSecret: 'x', ...authorized })
    })
    const made = delegated(caller, { kind: 'oauth1', accessTokenId: id, consumerId })
    const key = await core.run(createEc2Credential, { userId, projectId }, made)
    const view = await buy(key)
    assert.deepEqual([rolesOf(view), view.payload.accessTokenId], [roleIds.slice(0, 1), id])
    await core.store.transaction(
      'serializable',
      async ({ oauth1 }) => void (await oauth1.deleteAccessToken(id)),
    )
    await assert.rejects(buy(key), unauthenticated)
  })

  test('T06: a key for another project than its delegation, or of another user, obtains nothing', async () => {
    const owner = await someone('here')
    const elsewhere = await b.project('default')
    await b.give(userActor(owner.userId), owner.roleIds[0] ?? '', onProject(elsewhere))
    const stranger = await someone('there')
    const { userId, projectId, roleIds } = owner
    const trustId = core.ports.newId()
    await insertTrust({ id: trustId, trustorId: userId, trusteeId: stranger.userId, projectId, roleIds })
    await core.store.transaction('serializable', ({ applicationCredentials }) =>
      applicationCredentials.insert({
        id: 'app-here',
        userId,
        name: 'here',
        description: null,
        scope: onProject(projectId),
        roleIds,
        expiresAt: null,
        unrestricted: true,
        accessRuleIds: null,
        secretHash: 'hash of app-here',
        createdAt: core.now(),
        lastUsedAt: null,
      }),
    )
    /** Bypasses every check of creation, like an import or an older version. */
    const plant = async (value: Pick<Credential, 'userId' | 'projectId' | 'madeWith'>, named: object) => {
      const key = { access: `planted-${++actions}`, secret: 'planted' }
      const id = createHash('sha256').update(key.access).digest('hex')
      await core.store.transaction('serializable', async (stores) => {
        const { seal } = await blobSeal({ stores, ports: core.ports })
        const sealed = seal(id, JSON.stringify({ ...key, ...named }))
        await stores.credentials.insert({ id, type: 'ec2', extra: {}, createdAt: 0, ...value, ...sealed })
      })
      return key
    }
    const byApp = { kind: 'application_credential', id: 'app-here' } as const
    const byTrust = { kind: 'trust', id: trustId } as const
    assert.ok(await buy(await plant({ userId, projectId, madeWith: byApp }, { app_cred_id: 'app-here' })))
    assert.ok(await buy(await plant({ userId, projectId, madeWith: byTrust }, { trust_id: trustId })))
    const useless: Parameters<typeof plant>[] = [
      [{ userId, projectId: elsewhere, madeWith: byApp }, { app_cred_id: 'app-here' }],
      [{ userId, projectId: elsewhere, madeWith: byTrust }, { trust_id: trustId }],
      [
        { userId: stranger.userId, projectId: stranger.projectId, madeWith: byApp },
        { app_cred_id: 'app-here' },
      ],
      [{ userId: stranger.userId, projectId, madeWith: byTrust }, { trust_id: trustId }],
      [{ userId, projectId, madeWith: { kind: 'access_token', id: 'gone' } }, { access_token_id: 'gone' }],
      [{ userId, projectId, madeWith: { kind: 'trust', id: 'gone' } }, { trust_id: 'gone' }],
      [{ userId, projectId: null, madeWith: null }, {}],
      [{ userId, projectId, madeWith: null }, { app_cred_id: 'app-here' }],
      [{ userId, projectId, madeWith: byApp }, {}],
    ]
    for (const [value, named] of useless)
      await assert.rejects(buy(await plant(value, named)), unauthenticated, JSON.stringify([value, named]))
  })

  test('T01: naming a trust in a blob does not make the caller its trustee', async () => {
    const trustor = await someone('precious')
    const trustee = await b.user()
    const { userId, projectId, roleIds } = trustor
    const id = core.ports.newId()
    await insertTrust({ id, trustorId: userId, trusteeId: trustee, projectId, roleIds })
    const thief = await someone('own')
    for (const [named, project] of [
      [{ trust_id: id }, projectId],
      [{ trust_id: id }, thief.projectId],
      [{ app_cred_id: 'any' }, thief.projectId],
      [{ access_token_id: 'any' }, thief.projectId],
    ] as const) {
      const key = { access: `claimed-${++actions}`, secret: 'x' }
      const blob = JSON.stringify({ ...key, ...named })
      await core.run(
        createCredential,
        { userId: thief.userId, type: 'ec2', projectId: project, blob },
        thief.caller,
      )
      await assert.rejects(buy(key), unauthenticated, JSON.stringify(named))
    }
  })
})

onEachDatabase('signatures without replay protection', (makePlace) => {
  const withTestCore = async (
    settings: Partial<Settings>,
    work: (core: TestCore, key: KeyPair) => Promise<void>,
  ) => {
    const core = await createTestCore(await makePlace(), settings)
    try {
      const b = builders(core)
      const [userId, projectId] = [await b.user(), await b.project('default')]
      await b.give(userActor(userId), await b.role(), onProject(projectId))
      await work(core, await core.run(createEc2Credential, { userId, projectId }))
    } finally {
      await core.close()
    }
  }

  test('the operator may allow several uses of one signature, and set its lifetime', () =>
    withTestCore({ refuseSignatureReplay: false, signatureWindow: 60 }, async (core, key) => {
      const signed = signedForS3(key, core.now())
      const first = await core.run(exchangeS3Signature, signed, service)
      const second = await core.run(exchangeS3Signature, signed, service)
      assert.notEqual(first.payload.auditIds[0], second.payload.auditIds[0])
      core.advanceTime(61_000)
      await assert.rejects(core.run(exchangeS3Signature, signed, service), unauthenticated)
    }))

  test('a signature without a time is valid once, while the key exists', () =>
    withTestCore({}, async (core, key) => {
      const text = 'opaque text of an object store'
      const signed = {
        access: key.access,
        signature: createHmac('sha1', key.secret ?? '')
          .update(text)
          .digest('base64'),
        token: Buffer.from(text).toString('base64'),
      }
      core.advanceTime(1000 * minutes)
      assert.ok(await core.run(exchangeS3Signature, signed, service))
      core.advanceTime(100_000 * minutes)
      await core.run(purgeExpiredSignatures, {}, { kind: 'operator' })
      await assert.rejects(
        core.run(exchangeS3Signature, signed, service),
        rejected('unauthenticated', 'signature_replayed'),
      )
    }))
})
