import { type CommandContext, command } from '../../kernel/operation.ts'
import { abandon } from './mark-message.ts'
import type { Message, Parameters } from './message.ts'
import type { ClaimedMessage } from './message-store.ts'
import { openParameters } from './parameters.ts'

/** A message that the claimant may send until its lease expires. */
export type ClaimedEmail = {
  readonly message: Message
  readonly parameters: Parameters
  readonly lease: string
}

export type ClaimMessages = { readonly limit: number }

/** Lease of a claimed message in milliseconds. Another dispatcher may claim the message after that. */
export const leaseTime = 300_000

/**
 * Claims due messages for one dispatcher and counts the attempt. Abandons messages that can no longer be sent: the
 * user was deleted, the message expired, or its parameters cannot be decrypted.
 */
export const claimMessages = command({
  access: 'operator',
  // The claim itself resolves conflicts between dispatchers.
  isolation: 'read committed',
  prepare: async (_input: ClaimMessages, _found, { stores, now }) => ({
    any: await stores.messages.anyDue(now),
  }),
  shortCircuit: ({ any }): readonly ClaimedEmail[] | undefined => (any ? undefined : []),
  apply: async ({ limit }, at): Promise<readonly ClaimedEmail[]> => {
    const { stores, ports, now } = at
    const lease = ports.newId()
    const claimed = await stores.messages.claim({ now, until: now + leaseTime, lease, limit })
    const userIds = claimed.flatMap(({ userId }) => userId ?? [])
    const active = new Set((await stores.users.getMany(userIds)).map(({ id }) => id))
    const opened: ClaimedEmail[] = []
    for (const message of claimed) {
      const content = open(message, active, at)
      if (typeof content === 'string') await abandon(message, content, at)
      else opened.push({ message, parameters: content, lease })
    }
    return opened
  },
})

/** The parameters, or the reason why the message cannot be sent. */
const open = (
  { id, userId, expiresAt, sealedParameters }: ClaimedMessage,
  active: ReadonlySet<string>,
  { now, ports }: CommandContext,
): Parameters | string => {
  if (userId !== null && !active.has(userId)) return 'The user was deleted.'
  if (expiresAt !== null && expiresAt <= now) return 'The message expired before it was sent.'
  const parameters =
    sealedParameters === null ? undefined : openParameters(id, sealedParameters, ports.sealing)
  return parameters ?? 'The parameters cannot be decrypted with the current master key.'
}
