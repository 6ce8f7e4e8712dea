import { type CheckOptions, checkRequest, setAuth } from './check-request.ts'
import type { Verifier } from './verifier.ts'

type Request = { readonly headers: Readonly<Record<string, string | string[] | undefined>> }
type Reply = {
  readonly code: (status: number) => {
    readonly headers: (headers: Record<string, string>) => { readonly send: (body: string) => unknown }
  }
}

/**
 * An `onRequest` hook for Fastify 5. `authOf(request)` is the holder afterwards.
 *
 * @example
 * app.addHook('onRequest', requireAuth(verifier))
 */
export const requireAuth =
  (verifier: Pick<Verifier, 'verify'>, options?: CheckOptions) =>
  async (request: Request, reply: Reply): Promise<unknown> => {
    const header = (name: string) => [request.headers[name]].flat()[0]
    const { rejection, verified } = await checkRequest(verifier, header, options)
    if (rejection)
      return reply
        .code(rejection.status)
        .headers({ ...rejection.headers })
        .send(JSON.stringify(rejection.body))
    setAuth(request, verified)
    return undefined
  }
