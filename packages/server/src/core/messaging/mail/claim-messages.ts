import { type CommandContext, command } from '../../kernel/operation.ts'
import { abandon } from './mark-message.ts'
import type { Message, Parameters } from './message.ts'
import type { ClaimedMessage } from './message-store.ts'
import { openParameters } from './parameters.ts'

/** A message that is the claimer's to send until its lease runs out. */
export type ClaimedLetter = {
  readonly message: Message
  readonly parameters: Parameters
  readonly lease: string
}

export type ClaimMessages = { readonly limit: number }

/** Milliseconds that a courier has for what it claimed; another one takes it over after that. */
export const leaseTime = 300_000

/**
 * Takes messages that are due, for this caller alone, and counts the attempt. What is no longer worth sending dies
 * here: its user is gone, its time is over, or its parameters cannot be opened.
 */
export const claimMessages = command({
  rule: 'operator',
  // The claim itself decides between couriers.
  isolation: 'read committed',
  prepare: async (_input: ClaimMessages, _found, { stores, now }) => ({
    any: await stores.messages.anyDue(now),
  }),
  shortCircuit: ({ any }): readonly ClaimedLetter[] | undefined => (any ? undefined : []),
  apply: async ({ limit }, at): Promise<readonly ClaimedLetter[]> => {
    const { stores, ports, now } = at
    const lease = ports.newId()
    const claimed = await stores.messages.claim({ now, until: now + leaseTime, lease, limit })
    const userIds = claimed.flatMap(({ userId }) => userId ?? [])
    const active = new Set((await stores.users.getMany(userIds)).map(({ id }) => id))
    const letters: ClaimedLetter[] = []
    for (const message of claimed) {
      const opened = open(message, active, at)
      if (typeof opened === 'string') await abandon(message, opened, at)
      else letters.push({ message, parameters: opened, lease })
    }
    return letters
  },
})

/** The parameters, or why the message will never be sent. */
const open = (
  { id, userId, expiresAt, sealedParameters }: ClaimedMessage,
  active: ReadonlySet<string>,
  { now, ports }: CommandContext,
): Parameters | string => {
  if (userId !== null && !active.has(userId)) return 'The user was deleted.'
  if (expiresAt !== null && expiresAt <= now) return 'What the letter speaks of is over.'
  const parameters =
    sealedParameters === null ? undefined : openParameters(id, sealedParameters, ports.sealing)
  return parameters ?? 'The parameters cannot be opened with this master key.'
}
