import { type CheckOptions, checkRequest, setAuth } from './check-request.ts'
import type { Verifier } from './verifier.ts'

type Context = { readonly req: { readonly raw: globalThis.Request } }

/**
 * Middleware for Hono 4. `authOf(c.req.raw)` is the holder afterwards.
 *
 * @example
 * app.use('/reports/*', requireAuth(verifier))
 */
export const requireAuth =
  (verifier: Pick<Verifier, 'verify'>, options?: CheckOptions) =>
  async (context: Context, next: () => Promise<void>): Promise<Response | undefined> => {
    const { raw } = context.req
    const { rejection, verified } = await checkRequest(verifier, (name) => raw.headers.get(name), options)
    if (rejection)
      return new Response(JSON.stringify(rejection.body), {
        status: rejection.status,
        headers: rejection.headers,
      })
    setAuth(raw, verified)
    await next()
    return undefined
  }
