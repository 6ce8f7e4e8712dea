import { signIn } from '../src/core/access/authentication/sign-in.ts'
import { authorizeRequestToken } from '../src/core/access/oauth1/authorize-request-token.ts'
import { createAccessToken } from '../src/core/access/oauth1/create-access-token.ts'
import { createConsumer } from '../src/core/access/oauth1/create-consumer.ts'
import { createRequestToken } from '../src/core/access/oauth1/create-request-token.ts'
import type { SignedRequest } from '../src/core/access/oauth1/signed-request.ts'
import { anonymous, type KnownCaller } from '../src/core/kernel/caller.ts'
import { signedHeader, type ToSign } from './oauth1-client.ts'
import type { TestCore } from './test-core.ts'

const address = 'http://muster.test/v3/somewhere'

const signed = (request: Omit<ToSign, 'address'>): SignedRequest => ({
  method: 'POST',
  addresses: [address],
  authorization: signedHeader({ address, ...request }),
})

type RequestInfo = { readonly project: string; readonly by: KnownCaller; readonly role: string }

/** A token of an OAuth 1.0 consumer for one role of the user on the project, by all steps of the protocol. */
export const oauth1Token = async (
  run: TestCore['run'],
  { project, by, role }: RequestInfo,
): Promise<string> => {
  const made = await run(createConsumer, {})
  const consumer = { id: made.consumer.id, secret: made.secret }
  const requested = await run(
    createRequestToken,
    { request: signed({ consumer }), projectId: project },
    anonymous,
  )
  const request = { id: requested.token.id, secret: requested.secret }
  const { verifier } = await run(authorizeRequestToken, { id: request.id, roles: [{ id: role }] }, by)
  const access = await run(
    createAccessToken,
    { request: signed({ consumer, token: request, verifier }) },
    anonymous,
  )
  const token = { id: access.token.id, secret: access.secret }
  const oauth1 = signed({ consumer, token })
  return (await run(signIn, { methods: ['oauth1'], oauth1 }, anonymous)).token
}
