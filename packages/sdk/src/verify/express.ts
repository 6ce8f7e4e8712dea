import { type CheckOptions, checkRequest, setAuth } from './check-request.ts'
import type { Verifier } from './verifier.ts'

type Request = { readonly headers: Readonly<Record<string, string | string[] | undefined>> }
type Response = {
  readonly status: (code: number) => {
    readonly set: (headers: object) => { readonly send: (body: string) => unknown }
  }
}

/**
 * Middleware for Express 5. `authOf(request)` is the holder afterwards.
 *
 * @example
 * app.use('/reports', requireAuth(verifier, { roles: ['reader'] }))
 */
export const requireAuth =
  (verifier: Pick<Verifier, 'verify'>, options?: CheckOptions) =>
  async (request: Request, response: Response, next: () => void): Promise<void> => {
    const header = (name: string) => [request.headers[name]].flat()[0]
    const { rejection, verified } = await checkRequest(verifier, header, options)
    if (rejection) {
      response.status(rejection.status).set(rejection.headers).send(JSON.stringify(rejection.body))
      return
    }
    setAuth(request, verified)
    next()
  }
