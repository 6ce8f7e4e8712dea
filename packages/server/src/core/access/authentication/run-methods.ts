import { domainError } from '../../kernel/domain-error.ts'
import type { Settings } from '../../kernel/settings.ts'
import { type AuthResult, authenticationFailed, isAuthFailure } from './auth-result.ts'
import { lockRule } from './lockout.ts'
import { certificateMethods, methods } from './methods.ts'
import type { SignInRequest } from './sign-in-request.ts'
import type { Method, Step } from './sign-in-state.ts'

/** The enabled authentication methods. */
export const enabledMethods = ({ authMethods }: Pick<Settings, 'authMethods'>): readonly string[] =>
  authMethods.filter((name) => Object.hasOwn(methods, name))

/** Method names are client input; `hasOwn` keeps `constructor` from resolving. */
const certificateMethodFor = (name: string, { certificate }: SignInRequest): Method | undefined =>
  certificate && Object.hasOwn(certificateMethods, name) ? certificateMethods[name] : undefined

/** Runs the methods of the request in order. All must succeed for the same user; the first failure ends the sign-in. */
export const runMethods: Step = async ({ request, subjects }, at) => {
  const enabled = enabledMethods(at.ports.settings)
  const results: AuthResult[] = []
  for (const name of new Set(request.methods)) {
    const method = enabled.includes(name) ? methods[name] : certificateMethodFor(name, request)
    if (!method)
      throw domainError(
        'unauthenticated',
        'method_unsupported',
        `Attempted to authenticate with an unsupported method: ${name.slice(0, 64)}.`,
        { identity: { methods: enabled } },
      )
    const result = await method({ request, subjects }, at)
    if (isAuthFailure(result))
      return {
        failure: result.wrong,
        sideEffects: lockRule(at) ? [{ kind: 'count_failure', user: result.user }] : [],
      }
    results.push(result)
  }
  const [first, ...rest] = results
  if (!first)
    throw domainError('invalid', 'methods_missing', 'identity.methods must contain at least one method.', {
      field: 'identity.methods',
    })
  if (rest.some((result) => result.userId !== first.userId)) throw authenticationFailed('methods_disagree')
  for (const result of results) result.assertScopeAllowed?.(request.scope)
  return { results, userId: first.userId }
}
