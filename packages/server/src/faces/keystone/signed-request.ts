import type { SignedRequest } from '../../core/oauth1/signed-request.ts'
import type { Visit } from '../../http/face.ts'

const hostForm = /^(?:\[[0-9a-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i

/**
 * What was signed with OAuth 1.0, if anything was. The client signed the address that it used: the public one, or
 * the one in the Host header. The query of a sign-in may be left out, as clients do.
 */
export const signedRequest = (visit: Visit): SignedRequest => {
  const host = visit.header('host')
  const bases = [visit.base]
  if (host !== undefined && hostForm.test(host))
    bases.push(visit.base.replace(/^(https?:\/\/)[^/]*/, (_, scheme: string) => `${scheme}${host}`))
  const [path = ''] = visit.url.split('?')
  return {
    method: 'POST',
    addresses: [...new Set(bases.flatMap((base) => [`${base}${visit.url}`, `${base}${path}`]))],
    authorization: visit.header('authorization'),
  }
}
