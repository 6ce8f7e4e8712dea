import { domainError } from '../../kernel/domain-error.ts'
import type { CommandContext } from '../../kernel/operation.ts'

/**
 * Rejects with `failed_precondition` when a user who is not a developer creates a credential for itself. Every operation
 * that creates an application credential, an API key or an EC2 key calls it. Credentials that an administrator creates
 * for another user are not affected.
 */
export const checkDeveloper = async (
  userId: string,
  { caller, stores }: Pick<CommandContext, 'caller' | 'stores'>,
): Promise<void> => {
  if (caller.kind !== 'known' || caller.userId !== userId) return
  const user = await stores.users.get(userId)
  if (user?.developer === false)
    throw domainError(
      'failed_precondition',
      'not_a_developer',
      'Only developers can create keys for themselves. Ask an administrator to create one for you.',
    )
}
