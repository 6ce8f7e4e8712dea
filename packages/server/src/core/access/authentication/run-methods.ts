import { domainError } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import type { Settings } from '../../kernel/settings.ts'
import {
  type AuthFailure,
  type AuthResult,
  authenticationFailed,
  isAuthFailure,
  type Method,
} from './auth-result.ts'
import { certificateMethods, methods } from './methods.ts'
import type { SignInRequest } from './sign-in-request.ts'

export type AuthResults = readonly [AuthResult, ...AuthResult[]]

/** The enabled authentication methods. */
export const enabledMethods = ({ authMethods }: Pick<Settings, 'authMethods'>): readonly string[] =>
  authMethods.filter((name) => Object.hasOwn(methods, name))

/** Method names are client input; `hasOwn` keeps `constructor` from resolving. */
const certificateMethodFor = (name: string, { certificate }: SignInRequest): Method | undefined =>
  certificate && Object.hasOwn(certificateMethods, name) ? certificateMethods[name] : undefined

/** Runs the methods of a request in order. All must succeed for the same user; the first failure ends the sign-in. */
export const authenticate = async (
  request: SignInRequest,
  at: OperationContext,
): Promise<AuthResults | AuthFailure> => {
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
    const result = await method(request, at)
    if (isAuthFailure(result)) return result
    results.push(result)
  }
  const [first, ...rest] = results
  if (!first)
    throw domainError('invalid', 'methods_missing', 'Name at least one method.', {
      field: 'identity.methods',
    })
  if (rest.some((result) => result.userId !== first.userId)) throw authenticationFailed('methods_disagree')
  for (const result of results) result.assertScopeAllowed?.(request.scope)
  return [first, ...rest]
}
