import type { SignedRequest } from '../../core/access/oauth1/signed-request.ts'
import type { RequestContext } from '../../http/api.ts'

const hostForm = /^(?:\[[0-9a-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i

/**
 * The signed parts of an OAuth 1.0 request. The client signs the URL that it uses: the public URL, or the one with the
 * Host header. It may omit the query of a sign-in, as some clients do.
 */
export const signedRequest = (context: RequestContext): SignedRequest => {
  const host = context.header('host')
  const bases = [context.base]
  if (host !== undefined && hostForm.test(host))
    bases.push(context.base.replace(/^(https?:\/\/)[^/]*/, (_, scheme: string) => `${scheme}${host}`))
  const [path = ''] = context.url.split('?')
  return {
    method: 'POST',
    addresses: [...new Set(bases.flatMap((base) => [`${base}${context.url}`, `${base}${path}`]))],
    authorization: context.header('authorization'),
  }
}
