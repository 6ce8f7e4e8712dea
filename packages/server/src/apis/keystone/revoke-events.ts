import type { revokeEvents as contract } from '@muster/contract/keystone/revoke-events.ts'
import { listRevocations } from '../../core/access/tokens/list-revocations.ts'
import type { Revocation } from '../../core/kernel/revocations/revocation.ts'
import type { Handlers } from '../../http/api.ts'
import { wholeListLinks } from './lists.ts'
import { readUtc, tokenTime } from './times.ts'

const names = {
  userId: 'user_id',
  roleId: 'role_id',
  domainId: 'domain_id',
  projectId: 'project_id',
  auditId: 'audit_id',
  auditChainId: 'audit_chain_id',
  trustId: 'OS-TRUST:trust_id',
  consumerId: 'OS-OAUTH1:consumer_id',
  accessTokenId: 'OS-OAUTH1:access_token_id',
} as const satisfies Partial<Record<keyof Revocation, string>>

/** Contains only the attributes that must match. */
const showEvent = (revocation: Revocation) => ({
  ...Object.fromEntries(
    Object.entries(names).flatMap(([key, name]) => {
      const value = revocation[key as keyof typeof names]
      return value === undefined ? [] : [[name, value]]
    }),
  ),
  ...(revocation.expiresAt === undefined
    ? {}
    : { expires_at: tokenTime(revocation.expiresAt / 1000).replace('.000000', '') }),
  issued_before: tokenTime(revocation.issuedBefore),
  revoked_at: tokenTime(revocation.revokedAt / 1000),
})

export const revokeEvents = {
  async listRevokeEvents({ query }, context) {
    const since = [query['since'] ?? []].flat()[0]
    const found = await context.run(listRevocations, { since: since ? readUtc('since', since) : undefined })
    return { status: 200, body: { events: found.map(showEvent), links: wholeListLinks(context) } }
  },
} satisfies Handlers<typeof contract>
