import type { Digests } from '../../kernel/ports.ts'
import { queryVersions } from './query-signatures.ts'
import { isVersion4, version4 } from './signature-v4.ts'
import type { Ec2Request, Signed } from './signed-request.ts'

const stripPort = (host: string) => host.replace(/:\d*$/, '')

/** The request as signed by clients that leave the port out. */
const withoutPort = (request: Ec2Request): Ec2Request => ({
  ...request,
  host: stripPort(request.host),
  headers: Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      name.toLowerCase() === 'host' ? stripPort(value) : value,
    ]),
  ),
})

/** Every signature that the secret can produce for the request; empty for an unknown signature version. */
export const signEc2 = (request: Ec2Request, secret: string, digests: Digests): readonly Signed[] => {
  const { SignatureVersion: version = '' } = request.params
  const known = Object.hasOwn(queryVersions, version) ? queryVersions[version] : undefined
  const sign = known ?? (isVersion4(request) ? version4 : undefined)
  return [request, withoutPort(request)].flatMap((variant) => sign?.(variant, secret, digests) ?? [])
}
