import type { Digests } from '../../kernel/ports.ts'
import { queryVersions } from './query-signatures.ts'
import { isVersion4, version4 } from './signature-v4.ts'
import type { Ec2Request, Signed } from './signed-request.ts'

const portless = (host: string) => host.replace(/:\d*$/, '')

/** As a client sees it that leaves the port out of what it signs. */
const withoutPort = (request: Ec2Request): Ec2Request => ({
  ...request,
  host: portless(request.host),
  headers: Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      name.toLowerCase() === 'host' ? portless(value) : value,
    ]),
  ),
})

/** Every signature that the secret can have made for the request: none when no known version did. */
export const signEc2 = (request: Ec2Request, secret: string, digests: Digests): readonly Signed[] => {
  const { SignatureVersion: version = '' } = request.params
  const known = Object.hasOwn(queryVersions, version) ? queryVersions[version] : undefined
  const sign = known ?? (isVersion4(request) ? version4 : undefined)
  return [request, withoutPort(request)].flatMap((seen) => sign?.(seen, secret, digests) ?? [])
}
