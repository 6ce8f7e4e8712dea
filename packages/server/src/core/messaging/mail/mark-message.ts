import { type CommandContext, command } from '../../kernel/operation.ts'
import type { Message } from './message.ts'

type Attempt = { readonly message: Message; readonly lease: string }

const subject = ({ id }: Message) => ({ type: 'message', id })
const about = ({ template, userId, attempts }: Message) => ({ template, user_id: userId, attempts })

/** Somebody else is responsible for the letter now. Nothing happens when the lease ran out meanwhile. */
export const markSent = command({
  rule: 'operator',
  isolation: 'read committed',
  apply: async ({ message, lease }: Attempt, { stores, now, record }) => {
    if (!(await stores.messages.sent(message.id, lease, now))) return
    record({
      kind: 'mail.sent',
      subject: subject(message),
      domainId: message.domainId,
      detail: about(message),
    })
  },
})

export type NoteFailed = Attempt & {
  /** For administrators: what went wrong, without the secrets of the letter. */
  readonly error: string
  /** Unix milliseconds; undefined: never again. */
  readonly nextAttemptAt: number | undefined
}

/** The attempt failed. Nothing happens when the lease ran out meanwhile. */
export const markFailed = command({
  rule: 'operator',
  isolation: 'read committed',
  apply: async ({ message, lease, error, nextAttemptAt }: NoteFailed, at) => {
    if (nextAttemptAt === undefined) return abandon({ ...message, lease }, error, at)
    await at.stores.messages.failed(message.id, lease, error, nextAttemptAt)
  },
})

/** Given up, for an administrator to see. */
export const abandon = async (
  { lease, ...message }: Message & { readonly lease: string },
  error: string,
  { stores, record }: Pick<CommandContext, 'stores' | 'record'>,
): Promise<void> => {
  if (!(await stores.messages.failed(message.id, lease, error, undefined))) return
  record({
    kind: 'mail.dead',
    subject: subject(message),
    domainId: message.domainId,
    // Not the error: servers repeat the address in it, and the journal holds no personal data.
    detail: about(message),
  })
}
