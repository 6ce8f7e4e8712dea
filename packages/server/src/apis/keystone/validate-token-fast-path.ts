import { isLimited } from '../../core/access/application-credentials/allowed-requests.ts'
import type { TokenReader } from '../../core/access/tokens/token-reader.ts'
import { validateToken } from '../../core/access/tokens/validate-token.ts'
import type { FastPath } from '../../http/api.ts'
import { supportsAccessRules } from './access-rule-guard.ts'
import { renderToken } from './show-token.ts'

/**
 * `GET /v3/auth/tokens`, which services call for every request they receive. Used if both tokens are cached, the
 * caller's token has no access rules, and the policy rule allows it.
 */
export const validateTokenFastPath =
  (tokens: TokenReader): FastPath =>
  (headers, now) => {
    const { 'x-auth-token': token, 'x-subject-token': subject } = headers
    if (typeof token !== 'string' || typeof subject !== 'string') return undefined
    const asking = tokens.peek(token)
    if (!asking || isLimited(asking) || !tokens.peek(subject)) return undefined
    const asked = {
      token: subject,
      enforcesAccessRules: supportsAccessRules(headers['openstack-identity-access-rules']),
    }
    const view = now(validateToken, asked, asking.caller)
    if (!view) return undefined
    const rendered = renderToken(view)
    return {
      rendered,
      headers: (requestId, clientRequestId) => [
        'vary',
        'X-Auth-Token',
        'x-openstack-request-id',
        requestId,
        ...(clientRequestId === undefined ? [] : ['x-request-id', clientRequestId]),
        'x-subject-token',
        subject,
        'content-type',
        'application/json',
        'content-length',
        String(rendered.byteLength),
      ],
    }
  }
