import { claimedEmail } from '../../kernel/claimed-email.ts'
import type { CommandContext } from '../../kernel/operation.ts'
import type { Parameters, Template } from './message.ts'
import { sealParameters } from './parameters.ts'

export type Mail = {
  readonly userId: string | null
  readonly domainId: string | null
  /** An address that could be claimed, as it was typed; only the claimed one of a user is known to be that user's. */
  readonly to: string
  readonly template: Template
  /** See `Template`. They are sealed at rest and forgotten once the letter is sent. */
  readonly parameters: Parameters
  /** Unix milliseconds: not worth sending later, since the link or password in it is over. */
  readonly expiresAt?: number | undefined
}

/** What couriers listen for; no cached answer depends on it. */
export const mailQueueChanged = 'mail'

/**
 * Asks for a letter, in the transaction of the command that wants it: it is sent after that commits, at least once.
 * Rejects with `invalid` for what is no address. Whether the user wants such letters is for the asker to look at.
 */
export const enqueueMail = async (mail: Mail, at: CommandContext): Promise<void> => {
  const { stores, ports, now, record } = at
  const { userId, domainId, template, parameters, expiresAt = null } = mail
  const id = ports.newId()
  await stores.messages.insert({
    id,
    userId,
    domainId,
    to: claimedEmail(mail.to).mailed,
    template,
    sealedParameters: sealParameters(id, parameters, ports.sealing),
    expiresAt,
    createdAt: now,
  })
  // Without the address: the journal outlives the user.
  record({
    kind: 'mail.queued',
    subject: { type: 'message', id },
    domainId,
    invalidates: [mailQueueChanged],
    detail: { template, user_id: userId },
  })
}
