import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Called, TestServer } from '../test-server.ts'

export type Lender = {
  readonly token: string
  readonly userId: string
  readonly projectId: string
  readonly roleId: string
  readonly trusteeId: string
}

const newId = () => randomUUID().replaceAll('-', '')

/** One of each delegation of a user on a project, by the names of path parameters. */
export const delegationsOf = async (
  s: TestServer,
  delegator: Lender,
): Promise<Readonly<Record<string, string>>> => {
  const { token, userId, projectId, roleId, trusteeId } = delegator
  const make = async (path: string, body: object, by = token): Promise<Called['body']> => {
    const answer = await s.call('POST', `/v3${path}`, { token: by, body })
    assert.equal(answer.status, 201, `${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const credentials = `/users/${userId}/application_credentials`
  const applicationCredential = async (name: string, service: string) => {
    const rule = { service, method: 'GET', path: '/v2/**' }
    const attributes = { name, roles: [{ id: roleId }], unrestricted: true, access_rules: [rule] }
    return (await make(credentials, { application_credential: attributes })).application_credential
  }
  const kept = await applicationCredential('kept', 'compute')
  // A rule outlives the credential it was created with, and can be deleted only then.
  const passing = await applicationCredential('passing', 'image')
  assert.equal((await s.call('DELETE', `/v3${credentials}/${passing.id}`, { token })).status, 204)
  const trust = {
    trustor_user_id: userId,
    trustee_user_id: trusteeId,
    impersonation: false,
    project_id: projectId,
    roles: [{ id: roleId }],
  }
  const credential = { user_id: userId, type: 'sample', blob: 'sample blob', project_id: projectId }
  const { consumer } = await make('/OS-OAUTH1/consumers', { consumer: {} }, s.system)
  const requested = { id: newId(), sealedSecret: '', consumerId: consumer.id, projectId, expiresAt: null }
  const accessToken = { ...requested, id: newId(), authorizingUserId: userId, roleIds: [roleId] }
  await s.muster.store.transaction('serializable', async ({ oauth1 }) => {
    await oauth1.insertRequestToken({ ...requested, authorizingUserId: null, verifier: null, roleIds: [] })
    await oauth1.insertAccessToken(accessToken)
  })
  return {
    consumer_id: consumer.id,
    request_token_id: requested.id,
    access_token_id: accessToken.id,
    trust_id: (await make('/OS-TRUST/trusts', { trust })).trust.id,
    application_credential_id: kept.id,
    access_rule_id: passing.access_rules[0].id,
    credential_id: (await make('/credentials', { credential })).credential.id,
    'OS-EC2 credential_id': (await make(`/users/${userId}/credentials/OS-EC2`, { tenant_id: projectId }))
      .credential.access,
  }
}
