import { type CheckOptions, checkRequest, setAuth } from './check-request.ts'
import type { Verified } from './verified.ts'
import type { Verifier } from './verifier.ts'

/**
 * Verifies a `Request` in a handler of the Fetch API (Bun, Deno, Workers). Returns the holder, or the response to send.
 *
 * @example
 * const holder = await authenticate(verifier, request)
 * if (holder instanceof Response) return holder
 */
export const authenticate = async (
  verifier: Pick<Verifier, 'verify'>,
  request: Request,
  options?: Omit<CheckOptions, 'optional'>,
): Promise<Verified | Response> => {
  const { rejection, verified } = await checkRequest(verifier, (name) => request.headers.get(name), options)
  if (rejection || !verified)
    return new Response(JSON.stringify(rejection?.body), {
      status: rejection?.status ?? 401,
      headers: rejection?.headers ?? {},
    })
  setAuth(request, verified)
  return verified
}
