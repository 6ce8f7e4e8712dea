import type { Applying } from '../operation.ts'
import { refuse } from '../refusal.ts'

/**
 * Only developers make secrets for themselves that act for them: the one check of every route that makes an
 * application credential, an API key or an EC2 key. What an administrator makes for somebody else is its own
 * matter.
 */
export const checkDeveloper = async (
  userId: string,
  { caller, stores }: Pick<Applying, 'caller' | 'stores'>,
): Promise<void> => {
  if (caller.kind !== 'known' || caller.userId !== userId) return
  const user = await stores.users.get(userId)
  if (user?.developer === false)
    throw refuse(
      'barred',
      'not_a_developer',
      'Only developers make keys for themselves: ask an administrator to make you one.',
    )
}
