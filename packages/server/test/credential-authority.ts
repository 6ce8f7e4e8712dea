import assert from 'node:assert/strict'
import type { Attacker, AuthorityFixture } from './authority-fixture.ts'
import { type KeyPair, signedRequest } from './ec2-client.ts'

/** The scope and roles of a secret. */
export type Worth = { readonly scope: string; readonly domainId: string; readonly roles: readonly string[] }

type Parts = Pick<AuthorityFixture, 's'>

export const worthOfBearer = async ({ s }: Parts, secret: string): Promise<Worth> => {
  const headers = { authorization: `Bearer ${secret}` }
  const { status, body } = await s.call('GET', '/api/v1/me', { headers })
  assert.equal(status, 200, JSON.stringify(body))
  const { scope, roles } = body.authority
  const roleNames = roles.map(({ name }: { readonly name: string }) => name)
  if (scope.type !== 'domain' && scope.type !== 'project')
    return { scope: scope.type, domainId: '', roles: roleNames }
  const project = await s.muster.store.reading.projects.get(scope.id)
  return { scope: `${scope.type} ${scope.id}`, domainId: project?.domainId ?? scope.id, roles: roleNames }
}

export const worthOfToken = async ({ s }: Parts, subject: string): Promise<Worth> => {
  // Without this header tokens with access rules are not found.
  const headers = { 'openstack-identity-access-rules': '1' }
  const { status, body } = await s.call('GET', '/v3/auth/tokens', { token: s.system, subject, headers })
  assert.equal(status, 200, JSON.stringify(body))
  const { project, domain, system, roles = [] } = body.token
  const names = roles.map(({ name }: { readonly name: string }) => name)
  if (project) return { scope: `project ${project.id}`, domainId: project.domain.id, roles: names }
  if (domain) return { scope: `domain ${domain.id}`, domainId: domain.id, roles: names }
  return { scope: system ? 'system' : 'unscoped', domainId: '', roles: names }
}

/** The authority of a token obtained with the EC2 key. */
export const worthOfEc2 = async (w: Parts, pair: KeyPair): Promise<Worth> => {
  const credentials = signedRequest(pair, Date.now())
  const answer = await w.s.call('POST', '/v3/ec2tokens', { token: w.s.system, body: { credentials } })
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  return worthOfToken(w, String(answer.headers['x-subject-token']))
}

export const worthOf = (w: Parts, { bearer, token }: Attacker): Promise<Worth> =>
  bearer === undefined ? worthOfToken(w, token) : worthOfBearer(w, bearer)

/** Whether the scope is that of the caller, or below its domain, with only roles of the caller. */
export const assertWithin = async (w: Parts, by: Attacker, worth: Worth): Promise<void> => {
  const own = await worthOf(w, by)
  const places = [own.scope, ...(own.scope === `domain ${worth.domainId}` ? [worth.scope] : [])]
  assert.ok(places.includes(worth.scope), `${by.name}: ${worth.scope} is not within ${own.scope}`)
  const beyond = worth.roles.filter((role) => !own.roles.includes(role))
  assert.deepEqual(beyond, [], `${by.name}: more roles than the caller`)
}
