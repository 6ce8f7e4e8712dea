import { claimedEmail } from '../../kernel/claimed-email.ts'
import type { CommandContext } from '../../kernel/operation.ts'
import type { Parameters, Template } from './message.ts'
import { sealParameters } from './parameters.ts'

export type Mail = {
  readonly userId: string | null
  readonly domainId: string | null
  /** An address as it was entered. Only a user's claimed address is known to belong to that user. */
  readonly to: string
  readonly template: Template
  /** Absent and null: the default of the server. */
  readonly language?: string | null | undefined
  /** See `Template`. Encrypted at rest and deleted once the email is sent. */
  readonly parameters: Parameters
  /** Unix milliseconds; the email is not sent later, because its link or password has expired by then. */
  readonly expiresAt?: number | undefined
}

/** Invalidation key that wakes mail dispatchers; no cache entry depends on it. */
export const mailQueueChanged = 'mail'

/**
 * Queues an email in the transaction of the calling command. It is sent at least once after that commits. Rejects with
 * `invalid` for a malformed address. The caller checks the user's notification preferences.
 */
export const enqueueMail = async (mail: Mail, at: CommandContext): Promise<void> => {
  const { stores, ports, now, record } = at
  const { userId, domainId, template, language = null, parameters, expiresAt = null } = mail
  const id = ports.newId()
  await stores.messages.insert({
    id,
    userId,
    domainId,
    to: claimedEmail(mail.to).mailed,
    template,
    language,
    sealedParameters: sealParameters(id, parameters, ports.sealing),
    expiresAt,
    createdAt: now,
  })
  // Without the address: the event log outlives the user.
  record({
    kind: 'mail.queued',
    subject: { type: 'message', id },
    domainId,
    invalidates: [mailQueueChanged],
    detail: { template, user_id: userId },
  })
}
