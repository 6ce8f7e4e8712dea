import { keystone } from '@muster/contract/keystone/all.ts'
import type { discovery as contract, versions as rootContract } from '@muster/contract/keystone/discovery.ts'
import type { Handlers, RequestContext } from '../../http/api.ts'
import { errorAnswer } from './errors.ts'
import { jsonHome } from './json-home.ts'

const version = ({ base }: RequestContext) => ({
  id: 'v3.14',
  status: 'stable',
  updated: '2020-04-07T00:00:00Z',
  links: [{ rel: 'self', href: `${base}/v3/` }],
  'media-types': [{ base: 'application/json', type: 'application/vnd.openstack.identity-v3+json' }],
})

const wantsHome = (context: RequestContext) =>
  /\bapplication\/json-home\b/.test(context.header('accept') ?? '')
const homeType = { 'content-type': 'application/json-home' }

export const versions = {
  async listVersions(_request, context) {
    if (wantsHome(context)) return { status: 200, headers: homeType, body: jsonHome(keystone, '/v3') }
    const v3 = version(context)
    return { status: 300, headers: { location: `${context.base}/v3/` }, body: { versions: { values: [v3] } } }
  },
} satisfies Handlers<typeof rootContract>

const gone = errorAnswer(410, 'There are no PKI certificates.') as { body: object }

export const discovery = {
  async getVersion(_request, context) {
    if (wantsHome(context)) return { status: 200, headers: homeType, body: jsonHome(keystone, '') }
    return { status: 200, body: { version: version(context) } }
  },
  async getCaCertificate() {
    return { status: 410, body: gone.body }
  },
  async getSigningCertificate() {
    return { status: 410, body: gone.body }
  },
} satisfies Handlers<typeof contract>
