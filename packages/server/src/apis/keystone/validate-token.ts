import type { auth as contract } from '@muster/contract/keystone/auth.ts'
import type { OperationResponse } from '@muster/contract/operation.ts'
import { isLimited } from '../../core/access/application-credentials/allowed-requests.ts'
import type { TokenView } from '../../core/access/tokens/token.ts'
import type { TokenReader } from '../../core/access/tokens/token-reader.ts'
import { validateToken as validate } from '../../core/access/tokens/validate-token.ts'
import type { FastPath, Handlers } from '../../http/api.ts'
import { supportsAccessRules } from './access-rule-guard.ts'
import { isPresent } from './lists.ts'
import { renderToken, showToken } from './show-token.ts'

type Validated = OperationResponse<(typeof contract)['validateToken']>

const responses = new WeakMap<TokenView, Validated>()

/** The response with the catalog, made once per view: the hot path. */
const completeResponse = (view: TokenView): Validated => {
  const known = responses.get(view)
  if (known) return known
  const made = { status: 200, headers: { 'x-subject-token': view.token }, body: renderToken(view) } as const
  responses.set(view, made)
  return made
}

const withoutCatalog = (view: TokenView): Validated => ({
  status: 200,
  headers: { 'x-subject-token': view.token },
  body: { token: showToken(view, { catalog: false }) },
})

/** The subject token and the version of access rules that the caller enforces. */
const requested = (token: string | undefined, accessRules: string | undefined) => ({
  token: token ?? '',
  enforcesAccessRules: supportsAccessRules(accessRules),
})

export const validateToken: Handlers<typeof contract>['validateToken'] = async ({ query }, context) => {
  const view = await context.run(validate, {
    ...requested(context.header('x-subject-token'), context.header('openstack-identity-access-rules')),
    allowExpired: isPresent(query, 'allow_expired'),
  })
  return query['nocatalog'] === undefined ? completeResponse(view) : withoutCatalog(view)
}

/**
 * The same operation for services, which validate a token for every request they receive. Used if `X-Auth-Token` is the
 * only credential, both tokens are cached, the caller's token has no access rules, and the policy rule allows it.
 */
export const validateTokenFastPath =
  (tokens: TokenReader): FastPath<(typeof contract)['validateToken']> =>
  (headers, runSync) => {
    const {
      authorization,
      'x-auth-token': token,
      'x-subject-token': subject,
      'openstack-identity-access-rules': accessRules,
    } = headers
    if (authorization !== undefined || typeof token !== 'string') return undefined
    if (typeof subject !== 'string' || Array.isArray(accessRules)) return undefined
    const caller = tokens.peek(token)
    if (!caller || isLimited(caller) || !tokens.peek(subject)) return undefined
    const view = runSync(validate, requested(subject, accessRules), caller.caller)
    return view && completeResponse(view)
  }
