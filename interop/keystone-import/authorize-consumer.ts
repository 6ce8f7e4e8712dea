import { type Key, signedHeader } from '../../packages/server/test/oauth1-client.ts'
import { callerOf, expecting } from './client.ts'

type Authorizing = {
  readonly admin: string
  readonly authorizing: string
  readonly projectId: string
  readonly roleId: string
}

/** A consumer with an access token of OAuth 1.0a. */
export const authorizeConsumer = async (
  url: string,
  { admin, authorizing, projectId, roleId }: Authorizing,
) => {
  const expect = expecting(callerOf(url))
  const made = await expect(201, 'POST', '/OS-OAUTH1/consumers', {
    token: admin,
    body: { consumer: { description: 'a program', note: 'extra' } },
  })
  const consumer: Key = { id: made.body['consumer'].id, secret: made.body['consumer'].secret }
  const at = (path: string) => ({ consumer, address: `${url}/v3${path}` })
  const requested = await expect(201, 'POST', '/OS-OAUTH1/request_token', {
    headers: {
      authorization: signedHeader({ ...at('/OS-OAUTH1/request_token'), more: { oauth_callback: 'oob' } }),
      'requested-project-id': projectId,
    },
  })
  const requestToken: Key = {
    id: requested.body['oauth_token'],
    secret: requested.body['oauth_token_secret'],
  }
  const authorized = await expect(200, 'PUT', `/OS-OAUTH1/authorize/${requestToken.id}`, {
    token: authorizing,
    body: { roles: [{ id: roleId }] },
  })
  const exchanged = await expect(201, 'POST', '/OS-OAUTH1/access_token', {
    headers: {
      authorization: signedHeader({
        ...at('/OS-OAUTH1/access_token'),
        token: requestToken,
        verifier: authorized.body['token'].oauth_verifier,
      }),
    },
  })
  const accessToken: Key = { id: exchanged.body['oauth_token'], secret: exchanged.body['oauth_token_secret'] }
  return { consumer, accessToken }
}
