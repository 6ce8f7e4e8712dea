import { command } from '../../kernel/operation.ts'
import { revokeToken as insertRevocation } from '../../kernel/revocations/revoke-tokens.ts'
import { subject, subjectTarget } from './validate-token.ts'

/** Revokes one token, not the others of its audit chain. */
export const revokeToken = command({
  rule: 'identity:revoke_token',
  missing: 'shown',
  load: ({ token }: { readonly token: string }, at) => subject({ token, enforcesAccessRules: true }, at),
  target: (_input, view) => subjectTarget(view),
  isolation: 'read committed',
  apply: async (_input, { stores, now, found: view, record }) => {
    const auditId = view.payload.auditIds[0] ?? ''
    // A node whose clock is ahead may have issued the token after this node's `now`.
    await insertRevocation(auditId, { stores, now: Math.max(now, view.payload.issuedAt * 1000) })
    record({
      kind: 'token.revoked',
      subject: { type: 'token', id: auditId },
      domainId: view.user.domain.id,
      invalidates: [`token:${auditId}`],
      detail: { user_id: view.user.id },
    })
  },
})
