import { domainError } from '../../../kernel/domain-error.ts'
import { authenticationFailed } from '../auth-result.ts'
import type { Method } from '../sign-in-state.ts'
import { assertFederatedScope } from './federated-scope.ts'
import { tokenMethod } from './token.ts'

/**
 * Authenticates a user that an identity provider has authenticated (`admitFederatedUser`), or exchanges a federated token
 * like the method `token`. `name` is the protocol.
 */
export const federatedMethod =
  (name: string): Method =>
  async (input, at) => {
    const { federated } = input.request
    if (!federated) return exchange(name, input, at)
    if (name !== 'mapped' && federated.protocolId !== name) throw authenticationFailed('methods_disagree')
    const { userId, federation } = federated
    return {
      userId,
      methods: [name],
      ...(federation ? { federation, assertScopeAllowed: assertFederatedScope } : {}),
    }
  }

const exchange = async (
  name: string,
  input: Parameters<Method>[0],
  at: Parameters<Method>[1],
): ReturnType<Method> => {
  if (!input.request.token)
    throw domainError(
      'invalid',
      'method_incomplete',
      `The ${name} method requires identity_provider and protocol, or the id of a federated token.`,
    )
  const result = await tokenMethod(input, at)
  if ('wrong' in result) return result
  if (!result.federation) throw authenticationFailed('token_not_federated')
  return { ...result, methods: [...new Set([name, ...result.methods.filter((one) => one !== 'token')])] }
}
