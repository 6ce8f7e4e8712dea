import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { signIn } from '../src/core/access/authentication/sign-in.ts'
import { purgeExpiredOAuth1 } from '../src/core/access/cleanup.ts'
import { createCredential } from '../src/core/access/credentials/create-credential.ts'
import { getAccessTokenRole, listAccessTokenRoles } from '../src/core/access/oauth1/access-token-roles.ts'
import {
  deleteAccessToken,
  getAccessToken,
  listAccessTokens,
} from '../src/core/access/oauth1/access-tokens.ts'
import { deleteConsumer } from '../src/core/access/oauth1/consumers.ts'
import { createRequestToken } from '../src/core/access/oauth1/create-request-token.ts'
import { listRevocations } from '../src/core/access/tokens/list-revocations.ts'
import type { TokenView } from '../src/core/access/tokens/token.ts'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import { deleteDomain } from '../src/core/directory/domains/domains.ts'
import { updateDomain } from '../src/core/directory/domains/update-domain.ts'
import { deleteProject } from '../src/core/directory/projects/delete-project.ts'
import { updateProject } from '../src/core/directory/projects/update-project.ts'
import { deleteRole } from '../src/core/directory/roles/roles.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { anonymous, type Delegation, type KnownCaller } from '../src/core/kernel/caller.ts'
import { isDomainError } from '../src/core/kernel/domain-error.ts'
import { snapshot } from './apis/snapshot.ts'
import { type Authorizing, authorizing } from './authorizing.ts'
import { onProject, userActor } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { callerAs, createTestCore, systemAdmin, type TestCore, unprivileged } from './test-core.ts'

const names = (rows: readonly { readonly name: string }[]) => rows.map(({ name }) => name).sort()
const kinds = (tries: readonly PromiseSettledResult<unknown>[]) =>
  tries.map((one) => (one.status === 'fulfilled' ? 'done' : one.reason.kind)).sort()
const page = { limit: 100 }

onEachDatabase('tokens of OAuth 1.0', (makePlace) => {
  let core: TestCore
  let w: Authorizing
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
    w = await authorizing(core)
  })
  afterEach(() => core.close())

  test('T03: a token has exactly the authorized roles with the implied ones, and acts as the authorizing user', async () => {
    const { member, auditor, user, project, grant } = w
    const cases = [
      { roles: [{ id: member }], worth: ['member', 'reader'] },
      { roles: [{ name: 'auditor' }], worth: ['auditor'] },
      { roles: [{ name: 'reader' }], worth: ['reader'] },
      { roles: [{ id: auditor }, { id: auditor }, { name: 'reader' }], worth: ['auditor', 'reader'] },
    ]
    for (const { roles, worth } of cases) {
      const { consumer, access, enter } = await grant(roles)
      const view = await enter()
      assert.deepEqual(names(view.roles), worth)
      assert.deepEqual([view.user.id, view.payload.methods], [user, ['oauth1']])
      assert.deepEqual(view.payload.scope, { kind: 'project', projectId: project })
      assert.deepEqual(view.delegated, { kind: 'oauth1', accessTokenId: access.id, consumerId: consumer.id })
    }
  })

  test('T03: additional roles of the user add nothing to it, lost ones are removed, losing all invalidates it', async () => {
    const { make, member, auditor, user, project, grant, valid } = w
    const another = await make.role('another')
    const { enter } = await grant([{ id: member }, { id: auditor }])
    const view = await enter()
    const read = async () => names((await core.ports.tokens.read(view.token)).roles)
    await make.give(userActor(user), another, onProject(project))
    assert.deepEqual(await read(), ['auditor', 'member', 'reader'])
    await make.take(userActor(user), member, onProject(project))
    assert.deepEqual(await read(), ['auditor'], 'T45: visible on the next read')
    assert.deepEqual(names((await enter()).roles), ['auditor'])
    await make.take(userActor(user), auditor, onProject(project))
    assert.equal(await valid(view), false)
    await assert.rejects(enter(), { kind: 'unauthenticated' })
  })

  test('a scope requested with it is ignored', async () => {
    const { grant, signed, project, make } = w
    const { consumer, access } = await grant()
    for (const scope of [
      { kind: 'system' },
      { kind: 'unscoped' },
      { kind: 'project', project: { id: await make.project('default') } },
    ] as const) {
      const oauth1 = signed({ consumer, token: access })
      const view = await core.run(signIn, { methods: ['oauth1'], oauth1, scope }, anonymous)
      assert.deepEqual(view.payload.scope, { kind: 'project', projectId: project })
    }
  })

  test('T10: its token cannot be rescoped', async () => {
    const { token } = await (await w.grant()).enter()
    for (const kind of ['unscoped', 'system'] as const)
      await assert.rejects(
        core.run(signIn, { methods: ['token'], token: { id: token }, scope: { kind } }, anonymous),
        { kind: 'failed_precondition' },
      )
    await assert.rejects(core.run(signIn, { methods: ['token'], token: { id: token } }, anonymous), {
      kind: 'failed_precondition',
    })
  })

  test('only roles of the user can be authorized, once, and before expiry', async () => {
    const { make, consumer, ask, authorize, member, project, user } = w
    const by = await consumer()
    const foreign = await make.role('foreign')
    const requested = await ask(by)
    const elsewhere = await ask(by, await make.project('default'))
    await assert.rejects(authorize(requested, [{ id: foreign }]), { kind: 'unauthenticated' })
    await assert.rejects(authorize(requested, [{ id: member }, { id: foreign }]), { kind: 'unauthenticated' })
    await assert.rejects(authorize(requested, [{ id: 'f'.repeat(32) }]), { kind: 'unauthenticated' })
    await assert.rejects(authorize(elsewhere), { kind: 'unauthenticated' })
    await assert.rejects(authorize(requested, [{ name: 'no-such-role' }]), { kind: 'not_found' })
    await assert.rejects(authorize({ id: 'f'.repeat(32), secret: '' }), { kind: 'not_found' })
    await make.role('twin', 'default')
    await make.role('twin')
    await assert.rejects(authorize(requested, [{ name: 'twin' }]), { kind: 'invalid' })
    assert.match(await authorize(requested), /^[A-Za-z2-9]{8}$/)
    await assert.rejects(authorize(requested), { kind: 'failed_precondition' }, 'the second authorization')
    const late = await ask(by)
    core.advanceTime(28_800_000)
    await assert.rejects(authorize(late), { kind: 'unauthenticated' })
    const member2 = callerAs({ userId: user, roles: ['member'] })
    await assert.rejects(authorize(await ask(by, project), undefined, member2), { kind: 'forbidden' })
  })

  test('T09, T11: delegated credentials neither authorize nor read nor revoke access tokens', async () => {
    const { grant, consumer, ask, authorize, user, asUser, member } = w
    const { access } = await grant()
    const requested = await ask(await consumer())
    const delegations: readonly Delegation[] = [
      { kind: 'trust', trustId: 't', trustorId: user, trusteeId: user },
      { kind: 'application_credential', id: 'a', unrestricted: false },
      { kind: 'application_credential', id: 'a', unrestricted: true },
      { kind: 'oauth1', accessTokenId: access.id, consumerId: 'c' },
    ]
    const of = { userId: user, id: access.id }
    for (const delegation of delegations) {
      const by: KnownCaller = { ...asUser, chain: { ...asUser.chain, delegation } }
      const tries = [
        () => authorize(requested, undefined, by),
        () => core.run(listAccessTokens, { where: [], page, userId: user }, by),
        () => core.run(getAccessToken, of, by),
        () => core.run(deleteAccessToken, of, by),
        () => core.run(listAccessTokenRoles, { ...of, page }, by),
        () => core.run(getAccessTokenRole, { ...of, roleId: member }, by),
      ]
      for (const one of tries)
        await assert.rejects(one, { kind: 'forbidden', code: 'forbidden_to_delegation' })
    }
  })

  test('an access token is shown with its authorized roles, to administrators and under its own user', async () => {
    const { grant, user, member, auditor, make, asUser, project } = w
    const first = await grant([{ id: member }, { id: auditor }])
    const second = await grant()
    const run = { where: [], userId: user }
    const listed = await core.run(listAccessTokens, { ...run, page: { limit: 1 } }, asUser)
    assert.deepEqual([listed.rows.map(({ id }) => id), listed.more], [[first.access.id], true])
    const after = { limit: 5, after: first.access.id }
    assert.deepEqual((await core.run(listAccessTokens, { ...run, page: after }, asUser)).rows, [second.token])
    const of = { userId: user, id: first.access.id }
    const shown = await core.run(getAccessToken, of, asUser)
    assert.deepEqual(
      [shown.consumerId, shown.authorizingUserId, shown.projectId],
      [first.consumer.id, user, project],
    )
    const roles = await core.run(listAccessTokenRoles, { ...of, page }, asUser)
    assert.deepEqual(names(roles.rows), ['auditor', 'member'], 'implied roles are omitted')
    assert.equal((await core.run(getAccessTokenRole, { ...of, roleId: member }, asUser)).id, member)

    const other = await make.user()
    const missing = [
      () => core.run(getAccessTokenRole, { ...of, roleId: w.reader }, asUser),
      () => core.run(getAccessToken, { ...of, userId: other }, asUser),
      () => core.run(deleteAccessToken, { ...of, userId: other }, asUser),
      () => core.run(listAccessTokenRoles, { ...of, userId: other, page }, asUser),
      () => core.run(getAccessToken, { ...of, id: '\0' }, asUser),
      () => core.run(listAccessTokens, { where: [], page: { limit: 1, after: 'x' }, userId: user }, asUser),
      () => core.run(listAccessTokens, { where: [], page, userId: 'f'.repeat(32) }, asUser),
    ]
    for (const one of missing) await assert.rejects(one, { kind: 'not_found' })
    for (const by of [unprivileged, callerAs({ userId: user, roles: ['member'] })])
      await assert.rejects(core.run(getAccessToken, of, by), { kind: 'forbidden' })
    await assert.rejects(core.run(getAccessToken, of, anonymous), { kind: 'unauthenticated' })
  })

  test('T46: of many concurrent exchanges of one request token one obtains an access token', async () => {
    const { consumer, ask, authorize, exchange, signed, user, asUser } = w
    const by = await consumer()
    const token = await ask(by)
    const verifier = await authorize(token)
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () => exchange(signed({ consumer: by, token, verifier }))),
    )
    assert.deepEqual(kinds(tries), ['done', ...Array(19).fill('not_found')])
    const { rows } = await core.run(listAccessTokens, { where: [], page, userId: user }, asUser)
    assert.equal(rows.length, 1)
  })

  test('T46: of many concurrent authorizations of one request token one succeeds', async () => {
    const { consumer, ask, authorize } = w
    const token = await ask(await consumer())
    const tries = await Promise.allSettled(Array.from({ length: 10 }, () => authorize(token)))
    assert.deepEqual(kinds(tries), [...Array(9).fill('failed_precondition'), 'done'].sort())
  })

  test('an identical request is accepted once, at every node', async () => {
    const { consumer, grant, signed, enter, project } = w
    const by = await consumer()
    const request = signed({ consumer: by })
    const asking = await Promise.allSettled(
      Array.from({ length: 10 }, () =>
        core.run(createRequestToken, { request, projectId: project }, anonymous),
      ),
    )
    assert.deepEqual(kinds(asking), ['done', ...Array(9).fill('unauthenticated')])
    const { consumer: other, access } = await grant()
    const entering = signed({ consumer: other, token: access })
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => enter(entering)))
    assert.deepEqual(kinds(tries), ['done', ...Array(19).fill('unauthenticated')])
    await assert.rejects(enter(entering), { kind: 'unauthenticated', code: 'oauth_request_replayed' })
    // The same nonce is allowed for another consumer, token or second (RFC 5849 section 3.3).
    const nonce = 'always the same'.replaceAll(' ', '-')
    await enter(signed({ consumer: other, token: access, nonce }))
    await enter(
      signed({ consumer: other, token: access, nonce, timestamp: Math.floor(core.now() / 1000) + 1 }),
    )
    await (await grant()).enter({ nonce })
  })

  test('replay records are purged only when the request is too old to be repeated', async () => {
    const { grant, signed, enter, consumer, ask } = w
    const { consumer: by, access } = await grant()
    const request = signed({ consumer: by, token: access })
    await enter(request)
    await ask(await consumer())
    const cleanUp = () => core.run(purgeExpiredOAuth1, {}, { kind: 'operator' })
    assert.equal(await cleanUp(), 0)
    core.advanceTime(599_000)
    await cleanUp()
    await assert.rejects(enter(request), { code: 'oauth_request_replayed' })
    core.advanceTime(602_000)
    assert.ok((await cleanUp()) > 0)
    await assert.rejects(enter(request), { code: 'oauth_timestamp_outside_window' })
    core.advanceTime(28_800_000)
    assert.equal(await cleanUp(), 1, 'the unused request token')
    await assert.rejects(core.run(purgeExpiredOAuth1, {}, systemAdmin), { kind: 'forbidden' })
  })

  test('T81: an unsigned or wrongly signed request is rejected and stores nothing', async () => {
    const { consumer, ask, authorize, signed, exchange, enter, grant, project } = w
    const [by, stranger] = [await consumer(), await consumer()]
    const token = await ask(by)
    const verifier = await authorize(token)
    const granted = await grant()
    const now = Math.floor(core.now() / 1000)
    const before = await snapshot(core.store)
    const ways = [
      { consumer: { ...by, secret: 'wrong' } },
      { consumer: by, token: { ...token, secret: 'wrong' } },
      { consumer: { ...stranger, id: by.id } },
      { consumer: by, address: 'http://muster.test/v3/elsewhere' },
      { consumer: by, address: 'https://muster.test/v3/somewhere' },
      { consumer: by, method: 'GET' },
      { consumer: by, timestamp: now - 601 },
      { consumer: by, timestamp: now + 601 },
      { consumer: by, timestamp: 0 },
      { consumer: by, more: { oauth_extra: 'x' }, timestamp: 1 },
    ]
    for (const way of ways) {
      const asking = { request: signed(way), projectId: project }
      await assert.rejects(core.run(createRequestToken, asking, anonymous), { kind: 'unauthenticated' })
      await assert.rejects(exchange(signed({ token, ...way, verifier })), { kind: 'unauthenticated' })
    }
    for (const way of ways)
      await assert.rejects(enter(signed({ token: granted.access, ...way })), { kind: 'unauthenticated' })
    const others = [
      () => enter(signed({ consumer: by, token })),
      () => enter(signed({ consumer: by, token: granted.access })),
      () => enter(signed({ consumer: granted.consumer })),
      () => enter(signed({ consumer: granted.consumer, token: { id: 'f'.repeat(32), secret: '' } })),
      () => enter(signed({ consumer: { id: 'f'.repeat(32), secret: '' }, token: granted.access })),
      () => enter(signed({ consumer: { id: 'a\0b', secret: '' }, token: granted.access })),
      () => exchange(signed({ consumer: stranger, token, verifier })),
    ]
    for (const one of others) await assert.rejects(one, { kind: 'unauthenticated' })
    const unknown = [
      () => exchange(signed({ consumer: granted.consumer, token: granted.access, verifier })),
      () => exchange(signed({ consumer: by, token: { id: 'a\0b', secret: '' }, verifier })),
    ]
    for (const one of unknown) await assert.rejects(one, { kind: 'not_found' })
    const asking = { request: signed({ consumer: by }), projectId: 'f'.repeat(32) }
    await assert.rejects(core.run(createRequestToken, asking, anonymous), { kind: 'not_found' })
    for (const authorization of [undefined, '', 'Basic YTpi', 'OAuth ', 'OAuth oauth_nonce="x"']) {
      const request = { method: 'POST', addresses: ['http://muster.test/'], authorization }
      await assert.rejects(enter(request), { kind: 'invalid' })
      await assert.rejects(exchange(request), { kind: 'invalid' })
    }
    for (const signatureMethod of ['PLAINTEXT', 'RSA-SHA1', 'none', '__proto__'])
      await assert.rejects(enter(signed({ consumer: by, token, signatureMethod })), { kind: 'invalid' })
    assert.deepEqual(await snapshot(core.store), before)
  })

  test('requires the exact verifier, and an authorized request token', async () => {
    const { consumer, ask, authorize, signed, exchange } = w
    const by = await consumer()
    const token = await ask(by)
    const plain = () => signed({ consumer: by, token, verifier: 'abcdefgh' })
    await assert.rejects(exchange(plain()), { kind: 'unauthenticated' }, 'not authorized yet')
    const verifier = await authorize(token)
    for (const wrong of [undefined, '', verifier.slice(1), `${verifier}a`, '        ', 'aaaaaaa0'])
      await assert.rejects(
        exchange(signed({ consumer: by, token, ...(wrong === undefined ? {} : { verifier: wrong }) })),
        { kind: 'invalid' },
      )
    await assert.rejects(exchange(plain()), { kind: 'unauthenticated' })
    await exchange(signed({ consumer: by, token, verifier, signatureMethod: 'HMAC-SHA256' }))
  })

  test('T12: its tokens expire with it at the latest', async () => {
    const { grant, valid } = w
    const { enter, token } = await grant()
    core.advanceTime(86_400_000 - 60_000)
    const view = await enter()
    assert.equal(view.payload.expiresAt, Math.floor((token.expiresAt ?? 0) / 1000))
    assert.equal(await valid(view), true)
    core.advanceTime(60_000)
    assert.equal(await valid(view), false)
    await assert.rejects(enter(), { kind: 'unauthenticated' })
  })

  test('a request token is invalid after its expiry', async () => {
    const { consumer, ask, authorize, signed, exchange } = w
    const by = await consumer()
    const token = await ask(by)
    const verifier = await authorize(token)
    core.advanceTime(28_800_000)
    await assert.rejects(exchange(signed({ consumer: by, token, verifier })), { kind: 'unauthenticated' })
  })

  const ends: Record<string, (of: { consumer: string; access: string }) => Promise<unknown>> = {
    'the access token is deleted': ({ access }) =>
      core.run(deleteAccessToken, { userId: w.user, id: access }, w.asUser),
    'the consumer is deleted': ({ consumer }) => core.run(deleteConsumer, { id: consumer }),
    'its role is taken from the user': () => w.make.take(userActor(w.user), w.member, onProject(w.project)),
    'its role is deleted': () => core.run(deleteRole, { id: w.member }),
    'the user is disabled': () => core.run(updateUser, { id: w.user, status: 'disabled' }),
    'the user is deleted': () => core.run(deleteUser, { id: w.user }),
    'the project is disabled': () => core.run(updateProject, { id: w.project, enabled: false }),
    'the project is deleted': () => core.run(deleteProject, { id: w.project }),
    'the domain is disabled': () => core.run(updateDomain, { id: 'default', enabled: false }),
    'the domain is deleted': async () => {
      await core.run(updateDomain, { id: 'default', enabled: false })
      await core.run(deleteDomain, { id: 'default' })
    },
  }
  for (const [what, end] of Object.entries(ends))
    test(`T35, T36: when ${what}, its tokens are invalid at once and no others can be created`, async () => {
      const { grant, valid, user } = w
      const { consumer, access, enter } = await grant()
      const view = await enter()
      assert.equal(await valid(view), true)
      await end({ consumer: consumer.id, access: access.id })
      assert.equal(await valid(view), false)
      await assert.rejects(enter(), (thrown) => isDomainError(thrown, 'unauthenticated'))
      if (!what.endsWith('deleted') || what.startsWith('its role')) return
      assert.equal(await core.store.reading.oauth1.getAccessToken(access.id), undefined)
      assert.ok((await core.events()).includes('access_token.deleted'))
      assert.equal((await core.store.reading.oauth1.deleteOfUser(user)).length, 0)
    })

  test('request and access tokens are deleted with their user or project', async () => {
    const { consumer, ask, authorize, signed, exchange, project, user } = w
    const by = await consumer()
    const [open, authorized] = [await ask(by), await ask(by)]
    const verifier = await authorize(authorized)
    await core.run(deleteUser, { id: user })
    await assert.rejects(exchange(signed({ consumer: by, token: authorized, verifier })), {
      kind: 'not_found',
    })
    await core.run(deleteProject, { id: project })
    assert.equal(await core.store.reading.oauth1.getRequestToken(open.id), undefined)
  })

  test('a revocation is in the list of revocation events, and invalidates derived tokens', async () => {
    const { grant, user, project, asUser } = w
    const { consumer, access, enter } = await grant()
    const view: TokenView = await enter()
    const blob = JSON.stringify({ access: 'a key', secret: 'its secret' })
    const made = await core.run(
      createCredential,
      { userId: user, type: 'ec2', projectId: project, blob },
      { ...view.caller, credentials: asUser.credentials },
    )
    assert.deepEqual(made.madeWith, { kind: 'access_token', id: access.id })
    await core.run(deleteConsumer, { id: consumer.id })
    assert.equal(await core.store.reading.credentials.get(made.id), undefined)
    const revocations = await core.run(listRevocations, { since: undefined })
    assert.ok(revocations.some(({ consumerId }) => consumerId === consumer.id))
    assert.ok(revocations.some(({ accessTokenId }) => accessTokenId === access.id))
  })
})

onEachDatabase('OAuth 1.0 without expiry', (makePlace) => {
  test('durations of 0 create tokens without expiry', async () => {
    const core = await createTestCore(await makePlace(), { requestTokenLifetime: 0, accessTokenLifetime: 0 })
    try {
      const { consumer, ask, authorize, signed, exchange, enter } = await authorizing(core)
      const by = await consumer()
      const token = await ask(by)
      core.advanceTime(1e11)
      const verifier = await authorize(token)
      const { token: access, secret } = await exchange(signed({ consumer: by, token, verifier }))
      assert.equal(access.expiresAt, null)
      core.advanceTime(1e11)
      await enter(signed({ consumer: by, token: { id: access.id, secret } }))
      assert.equal(await core.run(purgeExpiredOAuth1, {}, { kind: 'operator' }), 2, 'nonces alone')
    } finally {
      await core.close()
    }
  })
})
