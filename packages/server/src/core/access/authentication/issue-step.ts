import { issueToken } from '../tokens/issue-token.ts'
import { asAuthenticationFailed } from './auth-result.ts'
import type { Step } from './sign-in-state.ts'

/** Issues the token. After a wait for a revocation event, the user is the one read after it. */
export const issue: Step = async (state, at) => {
  const { results, earlier, userId, user, activeUser, binding, fallback, cachedView } = state
  const issued = await issueToken(
    {
      userId,
      user: activeUser,
      methods: [...new Set([...results.flatMap((result) => result.methods), ...earlier])],
      delegated: binding,
      fallback,
      limits: results.flatMap((result) => result.notAfter ?? []),
      cachedView,
      rootAuditId: results.find((result) => result.rootAuditId !== undefined)?.rootAuditId,
      federation: results.find((result) => result.federation !== undefined)?.federation,
    },
    at,
  ).catch(asAuthenticationFailed)
  // A cached view stands for a single method.
  if (results.length === 1 && earlier.length === 0) results[0]?.onIssued?.(issued.view)
  return { view: issued.view, user: issued.user?.user ?? user }
}
