import { signIn } from '../src/core/access/authentication/sign-in.ts'
import { authorizeRequestToken } from '../src/core/access/oauth1/authorize-request-token.ts'
import { createAccessToken } from '../src/core/access/oauth1/create-access-token.ts'
import { createConsumer } from '../src/core/access/oauth1/create-consumer.ts'
import { createRequestToken } from '../src/core/access/oauth1/create-request-token.ts'
import type { SignedRequest } from '../src/core/access/oauth1/signed-request.ts'
import type { TokenView } from '../src/core/access/tokens/token.ts'
import type { RoleRef } from '../src/core/access/trusts/delegated-roles.ts'
import { anonymous, type Caller } from '../src/core/kernel/caller.ts'
import { builders, onProject, userActor } from './builders.ts'
import { type Key, signedHeader, type ToSign } from './oauth1-client.ts'
import { callerAs, type TestCore } from './test-core.ts'

const address = 'http://muster.test/v3/somewhere'

/** A user with two roles on a project, one of which implies a third, and OAuth 1.0 consumers. */
export const authorizing = async (core: TestCore) => {
  const make = builders(core)
  const project = await make.project('default')
  const [member, reader, auditor] = [
    await make.role('member'),
    await make.role('reader'),
    await make.role('auditor'),
  ]
  await make.imply(member, reader)
  const user = await make.user('default')
  for (const role of [member, auditor]) await make.give(userActor(user), role, onProject(project))

  /** The user as an administrator of the cloud, which the default rules require to authorize. */
  const asUser = callerAs({
    userId: user,
    roles: ['admin'],
    scope: { kind: 'project', projectId: project, domainId: 'default' },
  })
  const signed = (request: Omit<ToSign, 'address'> & { readonly address?: string }): SignedRequest => ({
    method: 'POST',
    addresses: [address],
    authorization: signedHeader({ address, timestamp: Math.floor(core.now() / 1000), ...request }),
  })
  const consumer = async (): Promise<Key> => {
    const made = await core.run(createConsumer, {})
    return { id: made.consumer.id, secret: made.secret }
  }
  const ask = async (by: Key, projectId = project): Promise<Key> => {
    const { token, secret } = await core.run(
      createRequestToken,
      { request: signed({ consumer: by }), projectId },
      anonymous,
    )
    return { id: token.id, secret }
  }
  const authorize = async (
    token: Key,
    roles: readonly RoleRef[] = [{ id: member }],
    by: Caller = asUser,
  ): Promise<string> => (await core.run(authorizeRequestToken, { id: token.id, roles }, by)).verifier
  const exchange = (request: SignedRequest) => core.run(createAccessToken, { request }, anonymous)
  const enter = (request: SignedRequest): Promise<TokenView> =>
    core.run(signIn, { methods: ['oauth1'], oauth1: request }, anonymous)

  /** All three steps: a consumer with an access token for the roles. */
  const grant = async (roles?: readonly RoleRef[], projectId?: string) => {
    const by = await consumer()
    const requested = await ask(by, projectId)
    const verifier = await authorize(requested, roles)
    const { token, secret } = await exchange(signed({ consumer: by, token: requested, verifier }))
    const access = { id: token.id, secret }
    return {
      consumer: by,
      access,
      token,
      enter: (more: Partial<ToSign> = {}) => enter(signed({ consumer: by, token: access, ...more })),
    }
  }
  return {
    make,
    project,
    member,
    reader,
    auditor,
    user,
    asUser,
    signed,
    consumer,
    ask,
    authorize,
    exchange,
    enter,
    grant,
    /** Whether the token would validate now. */
    valid: ({ token }: TokenView) =>
      core.ports.tokens.read(token).then(
        () => true,
        () => false,
      ),
  }
}

export type Authorizing = Awaited<ReturnType<typeof authorizing>>
