import { createHmac, randomBytes } from 'node:crypto'
import { seedOf } from './seed.ts'
import { must, passwordAuth, signIn, type Target } from './target.ts'

/** A kind of delegated token for the project of the seed, created through Identity v3. */
export type DelegatedTokenKind = {
  readonly name: string
  readonly token: (target: Target) => Promise<string>
}

/** Creates an application credential of the seed's user with a generated secret; returns the request body to sign in with it. */
export const credentialAuth = async (target: Target): Promise<object> => {
  const { userId, userToken } = await seedOf(target)
  const { body } = await must(target, 201, {
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

/** A token of the administrator for a trust of the seed's user. */
const trustToken = async (target: Target): Promise<string> => {
  const { admin, userId, userToken, projectId } = await seedOf(target)
  const subject = { method: 'GET', path: '/v3/auth/tokens', token: admin, subject: admin }
  const trusteeId: string = (await must(target, 200, subject)).body.token.user.id
  const { body } = await must(target, 201, {
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
  return signIn(target, passwordAuth({ id: trusteeId, password: target.password }, scope))
}

/** A token for a version 2 signature with an EC2 key of the seed's user. */
const ec2Token = async (target: Target): Promise<string> => {
  const { admin, userId, userToken, projectId } = await seedOf(target)
  const made = await must(target, 201, {
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
  const issued = await must(target, 200, {
    method: 'POST',
    path: '/v3/ec2tokens',
    token: admin,
    body: { credentials },
  })
  return issued.header('x-subject-token')
}

/** The measured kinds, one line of the table each. */
export const delegatedTokenKinds: readonly DelegatedTokenKind[] = [
  { name: 'application credential', token: async (target) => signIn(target, await credentialAuth(target)) },
  { name: 'trust', token: trustToken },
  { name: 'EC2', token: ec2Token },
]
