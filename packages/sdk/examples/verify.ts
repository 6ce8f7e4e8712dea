// #region express
import { authOf, makeVerifier } from '@muster/sdk/verify'
import { requireAuth } from '@muster/sdk/verify/express'
import express from 'express'

export const application = (url: string, apiKey: string) => {
  const verifier = makeVerifier({ url, apiKey, maxAge: 30 })
  const app = express()
  app.use('/reports', requireAuth(verifier, { roles: ['reader'] }))
  app.get('/reports', (request, response) => void response.json({ user: authOf(request)?.username }))
  return app
}

// #endregion

// #region fetch
import { authenticate, type Verifier } from '@muster/sdk/verify'

export const handle = async (verifier: Verifier, request: Request): Promise<Response> => {
  const holder = await authenticate(verifier, request)
  if (holder instanceof Response) return holder
  return Response.json({ user: holder.username, roles: holder.roles })
}

// #endregion

// #region webhook
import { verifyWebhook, WebhookVerificationError } from '@muster/sdk/verify'

export const receive = async (
  request: Request,
  secret: string,
  process: (id: string, payload: unknown) => Promise<void>,
): Promise<Response> => {
  try {
    const { id, payload } = await verifyWebhook({
      body: await request.text(),
      headers: request.headers,
      secret,
    })
    await process(id, payload)
    return new Response(null, { status: 204 })
  } catch (error) {
    if (error instanceof WebhookVerificationError) return new Response(error.message, { status: 400 })
    throw error
  }
}
// #endregion
