import { signedRequest } from '../../packages/server/test/ec2-client.ts'
import { signedHeader } from '../../packages/server/test/oauth1-client.ts'
import { callerOf, expecting, type Json, onProject, passwordAuth, system } from './client.ts'
import type { Filled } from './fill.ts'

export type Servers = { readonly keystone: string; readonly muster: string; readonly password: string }

type Step = readonly [what: string, run: () => Promise<unknown>]

/** Every credential that Keystone gave out works at Muster, and tokens work both ways. */
export const stepsOf = ({ keystone, muster, password }: Servers, filled: Filled): readonly Step[] => {
  const atMuster = expecting(callerOf(muster))
  const atKeystone = expecting(callerOf(keystone))
  const signIn = (body: unknown) => atMuster(201, 'POST', '/auth/tokens', { body })
  const adminAt = async (at: typeof atMuster) =>
    (await at(201, 'POST', '/auth/tokens', { body: passwordAuth('admin', password, system) })).token
  const validate = async (at: typeof atMuster, status: number, subject: string) => {
    const token = await adminAt(at)
    return at(status, 'GET', '/auth/tokens', { token, headers: { 'x-subject-token': subject } })
  }
  const { user, trust, applicationCredential, ec2, consumer, accessToken, tokens, projectId } = filled
  const sameToken = async (subject: string) => {
    const [theirs, ours] = [await validate(atKeystone, 200, subject), await validate(atMuster, 200, subject)]
    const shown = (body: Json) => {
      const { user: of, project, roles, expires_at, issued_at, audit_ids, methods } = body['token']
      // Keystone lists a role twice that a user has directly and through a group.
      const names = [...new Set((roles ?? []).map(({ name }: { name: string }) => name))].sort()
      return JSON.stringify([of.id, of.name, project?.id, names, expires_at, issued_at, audit_ids, methods])
    }
    if (shown(theirs.body) !== shown(ours.body))
      throw new Error(`Keystone: ${shown(theirs.body)}\nMuster: ${shown(ours.body)}`)
  }
  const { revoked, ...valid } = tokens
  return [
    ...Object.entries(valid).map(
      ([scope, token]): Step => [
        `a token of Keystone (${scope}) says the same at Muster`,
        () => sameToken(token),
      ],
    ),
    ['a token that was revoked at Keystone stays revoked', () => validate(atMuster, 404, revoked)],
    [
      'a token of Muster is valid at Keystone',
      async () => {
        const made = await signIn(passwordAuth(user.name, user.password, onProject(projectId)))
        await validate(atKeystone, 200, made.token)
      },
    ],
    ['the administrator signs in', () => adminAt(atMuster)],
    [
      'a user signs in with the password, and not with an old one',
      async () => {
        await signIn(passwordAuth(user.name, user.password, onProject(projectId)))
        const { name, password: old } = filled.old
        await atMuster(401, 'POST', '/auth/tokens', { body: passwordAuth(name, old) })
      },
    ],
    [
      'an old password is rejected as a new one',
      async () => {
        const body = { user: { original_password: user.password, password: user.password } }
        const { status } = await callerOf(muster)('POST', `/users/${user.id}/password`, { body })
        if (status === 204) throw new Error('The same password was accepted.')
      },
    ],
    [
      'an application credential signs in',
      () =>
        signIn({
          auth: {
            identity: { methods: ['application_credential'], application_credential: applicationCredential },
          },
        }),
    ],
    [
      'a trust is used',
      () =>
        signIn(
          passwordAuth(trust.trustee.name, trust.trustee.password, { 'OS-TRUST:trust': { id: trust.id } }),
        ),
    ],
    [
      'a signature of an EC2 key is verified',
      async () => {
        const token = await adminAt(atMuster)
        await atMuster(200, 'POST', '/ec2tokens', {
          token,
          body: { credentials: signedRequest(ec2, Date.now()) },
        })
      },
    ],
    [
      'an access token of OAuth 1.0a signs in',
      () =>
        atMuster(201, 'POST', '/auth/tokens', {
          headers: {
            authorization: signedHeader({
              consumer,
              token: accessToken,
              address: `${muster}/v3/auth/tokens`,
            }),
          },
          body: { auth: { identity: { methods: ['oauth1'], oauth1: {} } } },
        }),
    ],
  ]
}
