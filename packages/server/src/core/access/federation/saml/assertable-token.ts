import { domainError, notFound } from '../../../kernel/domain-error.ts'
import type { OperationContext } from '../../../kernel/operation.ts'
import { isInvalidToken } from '../../tokens/invalid-token.ts'
import type { TokenView } from '../../tokens/token.ts'

export type ProjectToken = TokenView & { readonly scope: Extract<TokenView['scope'], { kind: 'project' }> }

/**
 * The project-scoped token that an assertion is made of; `not_found` when it is not valid.
 *
 * An assertion names the user to another cloud, which gives that user all its rights there and knows nothing of how the
 * token was made. A token with less than the authority of its user is therefore rejected, which Keystone accepts.
 */
export const requireAssertableToken = async (
  id: string,
  { ports }: Pick<OperationContext, 'ports'>,
): Promise<ProjectToken> => {
  const view = await ports.tokens.read(id).catch((thrown) => {
    throw isInvalidToken(thrown) ? notFound('token', '') : thrown
  })
  const { delegated, payload, scope } = view
  const isBound = payload.methods.includes('ec2credential') || payload.certificateThumbprint !== undefined
  if (delegated || isBound)
    throw domainError(
      'forbidden',
      'forbidden_to_delegation',
      'An assertion cannot be made of delegated credentials (trust, application credential, OAuth token, EC2 credential) or of a token that is bound to a certificate.',
    )
  if (scope.kind !== 'project')
    throw domainError(
      'failed_precondition',
      'assertion_needs_project',
      'Use a project-scoped token to create an assertion.',
    )
  return { ...view, scope }
}
