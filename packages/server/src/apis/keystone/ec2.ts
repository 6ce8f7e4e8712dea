import type { ec2 as contract } from '@muster/contract/keystone/ec2.ts'
import type { Ec2Credential } from '../../core/access/ec2/ec2-credential.ts'
import { exchangeEc2Signature, exchangeS3Signature } from '../../core/access/ec2/exchange-signature.ts'
import {
  createEc2Credential,
  deleteEc2Credential,
  getEc2Credential,
  listEc2Credentials,
} from '../../core/access/ec2/user-keys.ts'
import type { Handlers, RequestContext } from '../../http/api.ts'
import { linkTo } from './links.ts'
import { collectionOf, readList } from './lists.ts'
import { renderToken } from './show-token.ts'

const showKey = ({ userId, projectId, access, secret, trustId }: Ec2Credential, context: RequestContext) => ({
  access,
  secret,
  user_id: userId,
  tenant_id: projectId,
  trust_id: trustId,
  links: {
    self: linkTo(
      context,
      `/users/${encodeURIComponent(userId)}/credentials/OS-EC2/${encodeURIComponent(access)}`,
    ),
  },
})

type SignedBody = Parameters<Handlers<typeof contract>['createEc2Token']>[0]['body']

const signedIn = ({ credentials, credential, ec2Credentials }: SignedBody) =>
  credentials ?? credential ?? ec2Credentials ?? {}

const texts = (input: Readonly<Record<string, string | number>> = {}): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(input).map(([name, value]) => [name, String(value)]))

export const ec2 = {
  async ec2ListCredentials({ params, query }, context) {
    const { page } = readList(query, {})
    const { rows, more } = await context.run(listEc2Credentials, { userId: params.user_id, page })
    // The marker of a page is the access key, which is the id here.
    const byAccess = { rows: rows.map((key) => ({ ...key, id: key.access })), more }
    const show = (key: Ec2Credential) => showKey(key, context)
    return { status: 200, body: collectionOf(context, 'credentials', byAccess, page.limit, show) }
  },

  async ec2CreateCredential({ params, body }, context) {
    const key = await context.run(createEc2Credential, { userId: params.user_id, projectId: body.tenant_id })
    return { status: 201, body: { credential: showKey(key, context) } }
  },

  async ec2GetCredential({ params }, context) {
    const key = await context.run(getEc2Credential, { userId: params.user_id, access: params.credential_id })
    return { status: 200, body: { credential: showKey(key, context) } }
  },

  async ec2DeleteCredential({ params }, context) {
    await context.run(deleteEc2Credential, { userId: params.user_id, access: params.credential_id })
    return { status: 204 }
  },

  async createEc2Token({ body }, context) {
    const { access, signature, host = '', verb = '', path = '', params, headers, body_hash } = signedIn(body)
    const view = await context.run(exchangeEc2Signature, {
      access,
      signature,
      request: {
        host,
        verb,
        path,
        params: texts(params),
        headers: texts(headers),
        bodyHash: body_hash ?? '',
      },
    })
    return {
      status: 200,
      headers: { 'x-subject-token': view.token },
      body: renderToken(view),
    }
  },

  async createS3Token({ body }, context) {
    const { access, signature, token } = signedIn(body)
    const view = await context.run(exchangeS3Signature, { access, signature, token })
    return { status: 200, body: renderToken(view) }
  },
} satisfies Handlers<typeof contract>
