import { domainError } from '../../kernel/domain-error.ts'
import type { CommandContext } from '../../kernel/operation.ts'

/**
 * Only developers make secrets for themselves that act for them: the one check of every route that makes an
 * application credential, an API key or an EC2 key. What an administrator makes for somebody else is its own
 * matter.
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
      'Only developers make keys for themselves: ask an administrator to make you one.',
    )
}
