import { createHmac, randomBytes } from 'node:crypto'
import { seedOf } from './seed.ts'
import { must, type Place, passwordAuth, signIn } from './target.ts'

/** One way to lend authority, and a token of it for the seed's project, made through Identity v3 alone. */
export type LentKind = { readonly name: string; readonly token: (place: Place) => Promise<string> }

/** An application credential of the seed's user, with a secret that the server made, as a body to sign in with. */
export const credentialAuth = async (place: Place): Promise<object> => {
  const { userId, userToken } = await seedOf(place)
  const { body } = await must(place, 201, {
    method: 'POST',
    path: `/v3/users/${userId}/application_credentials`,
    token: userToken,
    body: { application_credential: { name: `bench-${randomBytes(4).toString('hex')}` } },
  })
  const { id, secret } = body.application_credential
  return {
    auth: { identity: { methods: ['application_credential'], application_credential: { id, secret } } },
  }
}

/** A trust of the seed's user for the administrator, who signs in with it. */
const trustToken = async (place: Place): Promise<string> => {
  const { admin, userId, userToken, projectId } = await seedOf(place)
  const subject = { method: 'GET', path: '/v3/auth/tokens', token: admin, subject: admin }
  const trusteeId: string = (await must(place, 200, subject)).body.token.user.id
  const { body } = await must(place, 201, {
    method: 'POST',
    path: '/v3/OS-TRUST/trusts',
    token: userToken,
    body: {
      trust: {
        trustor_user_id: userId,
        trustee_user_id: trusteeId,
        project_id: projectId,
        impersonation: true,
        roles: [{ name: 'member' }],
      },
    },
  })
  const scope = { 'OS-TRUST:trust': { id: body.trust.id } }
  return signIn(place, passwordAuth({ id: trusteeId, password: place.password }, scope))
}

/** An EC2 key of the seed's user, and the token that one signature (version 2) of it buys. */
const ec2Token = async (place: Place): Promise<string> => {
  const { admin, userId, userToken, projectId } = await seedOf(place)
  const made = await must(place, 201, {
    method: 'POST',
    path: `/v3/users/${userId}/credentials/OS-EC2`,
    token: userToken,
    body: { tenant_id: projectId },
  })
  const { access, secret } = made.body.credential
  const params: Record<string, string> = {
    AWSAccessKeyId: access,
    Action: 'Bench',
    SignatureMethod: 'HmacSHA256',
    SignatureVersion: '2',
    Timestamp: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
  }
  const query = Object.keys(params)
    .sort()
    .map((name) => `${encodeURIComponent(name)}=${encodeURIComponent(params[name] ?? '')}`)
    .join('&')
  const signature = createHmac('sha256', secret).update(`GET\nbench\n/\n${query}`).digest('base64')
  const credentials = { access, signature, host: 'bench', verb: 'GET', path: '/', params }
  const bought = await must(place, 200, {
    method: 'POST',
    path: '/v3/ec2tokens',
    token: admin,
    body: { credentials },
  })
  return bought.header('x-subject-token')
}

/** Every kind that is measured; a kind more is a line more. */
export const lentKinds: readonly LentKind[] = [
  { name: 'application credential', token: async (place) => signIn(place, await credentialAuth(place)) },
  { name: 'trust', token: trustToken },
  { name: 'EC2', token: ec2Token },
]
