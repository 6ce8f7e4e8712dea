import { type CommandContext, command } from '../../kernel/operation.ts'
import type { Message } from './message.ts'

type Attempt = { readonly message: Message; readonly lease: string }

const subject = ({ id }: Message) => ({ type: 'message', id })
const about = ({ template, userId, attempts }: Message) => ({ template, user_id: userId, attempts })

/** Records that the receiving server accepted the email. No effect when the lease has expired. */
export const markSent = command({
  access: 'operator',
  isolation: 'read committed',
  apply: async ({ message, lease }: Attempt, { stores, now, record }) => {
    if (!(await stores.messages.markSent(message.id, lease, now))) return
    record({
      kind: 'mail.sent',
      subject: subject(message),
      domainId: message.domainId,
      detail: about(message),
    })
  },
})

export type FailedAttempt = Attempt & {
  /** Shown to administrators; contains no secret of the email. */
  readonly error: string
  /** Unix milliseconds; undefined: no further attempt. */
  readonly nextAttemptAt: number | undefined
}

/** Records a failed attempt. No effect when the lease has expired. */
export const markFailed = command({
  access: 'operator',
  isolation: 'read committed',
  apply: async ({ message, lease, error, nextAttemptAt }: FailedAttempt, at) => {
    if (nextAttemptAt === undefined) return abandon({ ...message, lease }, error, at)
    await at.stores.messages.markFailed(message.id, lease, error, nextAttemptAt)
  },
})

/** Marks a message as dead; it stays visible to administrators. */
export const abandon = async (
  { lease, ...message }: Message & { readonly lease: string },
  error: string,
  { stores, record }: Pick<CommandContext, 'stores' | 'record'>,
): Promise<void> => {
  if (!(await stores.messages.markFailed(message.id, lease, error, undefined))) return
  record({
    kind: 'mail.dead',
    subject: subject(message),
    domainId: message.domainId,
    // Without the error: mail servers repeat the address in it, and the event log holds no personal data.
    detail: about(message),
  })
}
