import { createApplicationCredential } from '../src/core/access/application-credentials/create-application-credential.ts'
import { deleteApplicationCredential } from '../src/core/access/application-credentials/delete-application-credential.ts'
import { signIn } from '../src/core/access/authentication/sign-in.ts'
import { createCredential } from '../src/core/access/credentials/create-credential.ts'
import { exchangeEc2Signature, exchangeS3Signature } from '../src/core/access/ec2/exchange-signature.ts'
import { signEc2 } from '../src/core/access/ec2/sign-ec2.ts'
import { signS3 } from '../src/core/access/ec2/sign-s3.ts'
import { createEc2Credential, deleteEc2Credential } from '../src/core/access/ec2/user-keys.ts'
import { deleteAccessToken } from '../src/core/access/oauth1/access-tokens.ts'
import { authorizeRequestToken } from '../src/core/access/oauth1/authorize-request-token.ts'
import { deleteConsumer } from '../src/core/access/oauth1/consumers.ts'
import { createAccessToken } from '../src/core/access/oauth1/create-access-token.ts'
import { createConsumer } from '../src/core/access/oauth1/create-consumer.ts'
import { createRequestToken } from '../src/core/access/oauth1/create-request-token.ts'
import { signatureBaseString, signatureOf } from '../src/core/access/oauth1/signature.ts'
import type { SignedRequest } from '../src/core/access/oauth1/signed-request.ts'
import type { TokenView } from '../src/core/access/tokens/token.ts'
import { createTrust } from '../src/core/access/trusts/create-trust.ts'
import { deleteTrust } from '../src/core/access/trusts/trusts.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { anonymous } from '../src/core/kernel/caller.ts'
import type { Fixture, ScopeName } from './delegation-fixture.ts'
import { callerAs } from './test-core.ts'

/** The parameters of a step; each step reads those it needs. */
export type Attempt = {
  readonly scope: ScopeName
  /** Bit mask: the roles to request, from those of the caller (`modest`) or from all. */
  readonly roles: number
  readonly modest: boolean
  /** The user to delegate to. */
  readonly to: number
  readonly impersonation: boolean
  /** Allows further delegation: a redelegable trust, an unrestricted application credential. */
  readonly further: boolean
  /** Seconds; null: unlimited. */
  readonly life: number | null
  /** One of two equivalent variants. */
  readonly otherWay: boolean
}

export type Made = {
  readonly view: TokenView
  /** The effective user of the token. */
  readonly effectiveUser: string
  /** Unix seconds: the expiry of the result. */
  readonly until: number
  /** Authenticates again with the result. */
  readonly again: () => Promise<TokenView>
  /** Functions to revoke it. */
  readonly cuts: Readonly<Record<string, () => Promise<unknown>>>
  /** Depends on its user alone: its source may be revoked, or expire earlier. */
  readonly standsAlone?: boolean
}

/** Creates a delegation with a token, and a token with the delegation. Throws a DomainError when not allowed. */
export type Step = (w: Fixture, from: TokenView, attempt: Attempt) => Promise<Made>

const rolesFor = (
  { roles: all }: Fixture,
  from: TokenView,
  { roles, modest }: Attempt,
): readonly string[] => {
  const own = all.filter((id) => from.roles.some((role) => role.id === id))
  const choice = modest && own.length > 0 ? own : all
  const picked = choice.filter((_, bit) => (roles >> bit) & 1)
  return picked.length > 0 ? picked : choice.slice(0, 1)
}

const projectFor = ({ ids }: Fixture, from: TokenView, { scope, modest }: Attempt): string => {
  if (modest && from.scope.kind === 'project') return from.scope.project.id
  return scope === 'below' ? ids.below : ids.project
}

const endOf = ({ core }: Fixture, life: number | null) => (life === null ? null : core.now() + life * 1000)
const seconds = (ms: number | null) => (ms === null ? Number.POSITIVE_INFINITY : Math.floor(ms / 1000))

/** Rescopes a token. */
const token: Step = async (w, from, { scope, otherWay }) => {
  const exchange = () =>
    w.core.run(
      signIn,
      {
        methods: ['token'],
        token: { id: from.token },
        // A token of an application credential keeps its scope when none is requested.
        scope: otherWay ? undefined : w.scopeRequest(scope),
      },
      anonymous,
    )
  return {
    view: await exchange(),
    effectiveUser: from.user.id,
    until: from.expiresAt,
    again: exchange,
    cuts: {},
  }
}

/** A trust, used by the trustee with a password or with a token. */
const trust: Step = async (w, from, attempt) => {
  const { core } = w
  const trusteeId = w.others[attempt.to] ?? w.first
  const expiresAt = endOf(w, attempt.life)
  const made = await core.run(
    createTrust,
    {
      trustorId: from.user.id,
      trusteeId,
      impersonation: attempt.impersonation,
      projectId: projectFor(w, from, attempt),
      roles: rolesFor(w, from, attempt).map((id) => ({ id })),
      expiresAt,
      allowRedelegation: attempt.further,
    },
    from.caller,
  )
  const scope = { kind: 'trust', trustId: made.trust.id } as const
  w.delegated.trustId = made.trust.id
  const again = async () => {
    if (!attempt.otherWay) return w.enter(trusteeId, scope)
    const { token: id } = await w.enter(trusteeId, { kind: 'unscoped' })
    return core.run(signIn, { methods: ['token'], token: { id }, scope }, anonymous)
  }
  const disable = () => core.run(updateUser, { id: trusteeId, status: 'disabled' })
  return {
    view: await again(),
    effectiveUser: attempt.impersonation ? from.user.id : trusteeId,
    until: seconds(expiresAt),
    again,
    cuts: {
      'the trust is deleted': () => core.run(deleteTrust, { id: made.trust.id }),
      'the trustee is disabled': disable,
    },
  }
}

let count = 0

/** An application credential, for the scope of the caller or for any other. */
const applicationCredential: Step = async (w, from, attempt) => {
  const { core } = w
  const userId = from.user.id
  const expiresAt = endOf(w, attempt.life)
  const { credential, secret } = await core.run(
    createApplicationCredential,
    {
      userId,
      name: `credential-${++count}`,
      expiresAt,
      unrestricted: attempt.further,
      roles: rolesFor(w, from, attempt).map((id) => ({ id })),
      ...(attempt.otherWay && attempt.scope !== 'unscoped' ? { scope: w.target(attempt.scope) } : {}),
    },
    from.caller,
  )
  const { id, name } = credential
  w.delegated.credentialId = id
  const named = attempt.impersonation ? { name, user: { id: userId } } : { id }
  const again = () =>
    core.run(
      signIn,
      { methods: ['application_credential'], applicationCredential: { ...named, secret } },
      anonymous,
    )
  return {
    view: await again(),
    effectiveUser: userId,
    until: seconds(expiresAt),
    again,
    cuts: {
      'the application credential is deleted': () => core.run(deleteApplicationCredential, { userId, id }),
    },
    // An unrestricted one may create its successor, by design.
    standsAlone: from.delegated?.kind === 'application_credential',
  }
}

/** An EC2 key by either route, with forged client input, and a request signed with it. */
const ec2: Step = async (w, from, attempt) => {
  const { core } = w
  const { digests } = core.ports
  const userId = from.user.id
  const projectId = projectFor(w, from, attempt)
  const lies = attempt.modest ? {} : { trust_id: w.delegated.trustId, app_cred_id: w.delegated.credentialId }
  const own = { access: `access-${++count}`, secret: 'signing secret' }
  if (attempt.otherWay)
    await core.run(
      createCredential,
      { userId, type: 'ec2', projectId, blob: JSON.stringify({ ...own, ...lies }) },
      from.caller,
    )
  const { access, secret } = attempt.otherWay
    ? own
    : await core.run(createEc2Credential, { userId, projectId }, from.caller)
  const again = () => {
    const params = {
      Action: `Look${++count}`,
      AWSAccessKeyId: access,
      SignatureMethod: 'HmacSHA256',
      SignatureVersion: '2',
      Timestamp: new Date(core.now()).toISOString(),
    }
    const request = { host: 'ec2.test', verb: 'GET', path: '/', params, headers: {}, bodyHash: '' }
    const signature = signEc2(request, secret ?? '', digests)[0]?.signature
    if (!attempt.impersonation) return core.run(exchangeEc2Signature, { access, signature, request })
    const text = Buffer.from(`GET\n\n\n${params.Timestamp}\n/bucket/${count}`).toString('base64')
    return core.run(exchangeS3Signature, {
      access,
      signature: signS3(text, secret ?? '', digests)?.signature,
      token: text,
    })
  }
  return {
    view: await again(),
    effectiveUser: userId,
    until: Number.POSITIVE_INFINITY,
    again,
    cuts: { 'the key is deleted': () => core.run(deleteEc2Credential, { userId, access }) },
  }
}

type Secret = { readonly id: string; readonly secret: string }

/** A request signed by an OAuth 1.0 consumer. */
const signed = ({ core }: Fixture, consumer: Secret, token?: Secret, verifier?: string): SignedRequest => {
  const [method, address] = ['POST', 'http://muster.test/v3/anything']
  const fields: [string, string][] = [
    ['oauth_consumer_key', consumer.id],
    ['oauth_nonce', `nonce-${++count}`],
    ['oauth_signature_method', 'HMAC-SHA1'],
    ['oauth_timestamp', String(Math.floor(core.now() / 1000))],
    ...(token ? [['oauth_token', token.id] satisfies [string, string]] : []),
    ...(verifier ? [['oauth_verifier', verifier] satisfies [string, string]] : []),
  ]
  const secrets = { consumer: consumer.secret, token: token?.secret ?? '' }
  const base = signatureBaseString(method, address, fields) ?? ''
  fields.push(['oauth_signature', signatureOf(base, 'HMAC-SHA1', secrets, core.ports.digests)])
  const header = fields.map(([name, value]) => `${name}="${encodeURIComponent(value)}"`).join(', ')
  return { method, addresses: [address], authorization: `OAuth ${header}` }
}

/** An OAuth 1.0 consumer that is authorized, and authenticates with its access token. */
const oauth1: Step = async (w, from, attempt) => {
  const { core } = w
  const { consumer, secret } = await core.run(createConsumer, {})
  const client = { id: consumer.id, secret }
  const projectId = projectFor(w, from, attempt)
  const requested = await core.run(createRequestToken, { request: signed(w, client), projectId }, anonymous)
  const roles = rolesFor(w, from, attempt).map((id) => ({ id }))
  const { verifier } = await core.run(authorizeRequestToken, { id: requested.token.id, roles }, from.caller)
  const requestToken = { id: requested.token.id, secret: requested.secret }
  const got = await core.run(
    createAccessToken,
    { request: signed(w, client, requestToken, verifier) },
    anonymous,
  )
  const accessToken = { id: got.token.id, secret: got.secret }
  const again = () =>
    core.run(signIn, { methods: ['oauth1'], oauth1: signed(w, client, accessToken) }, anonymous)
  const asUser = { ...callerAs({ userId: from.user.id, roles: ['admin'] }) }
  return {
    view: await again(),
    effectiveUser: from.user.id,
    until: seconds(got.token.expiresAt),
    again,
    cuts: {
      'the access token is deleted': () =>
        core.run(deleteAccessToken, { userId: from.user.id, id: accessToken.id }, asUser),
      'the consumer is deleted': () => core.run(deleteConsumer, { id: consumer.id }),
    },
  }
}

/** Every delegation step. A new kind needs an entry here, and its allowed predecessors in `follows`. */
export const steps = { token, trust, applicationCredential, ec2, oauth1 } satisfies Readonly<
  Record<string, Step>
>

export type StepName = keyof typeof steps

/**
 * The kind of a token, for `follows`: a plain token depends on its user alone, the others on a delegation.
 */
export type TokenKind =
  | 'plain'
  | 'trust'
  | 'redelegable trust'
  | 'restricted'
  | 'unrestricted'
  | 'oauth1'
  | 'ec2'

/** The allowed steps of each kind of token; every other step is rejected. */
export const follows: Readonly<Record<TokenKind, readonly StepName[]>> = {
  plain: ['token', 'trust', 'applicationCredential', 'ec2', 'oauth1'],
  trust: ['ec2'],
  'redelegable trust': ['trust', 'ec2'],
  restricted: ['token'],
  unrestricted: ['token', 'applicationCredential', 'ec2'],
  oauth1: ['ec2'],
  ec2: [],
}
