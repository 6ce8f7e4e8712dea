import type { Email, MailTransport } from '../src/core/messaging/mail/mail-transport.ts'

export type MemoryPost = MailTransport & { readonly sentEmails: readonly Email[] }

/** Stores emails instead of sending them. */
export const memoryMailTransport = (): MemoryPost => {
  const sentEmails: Email[] = []
  return {
    sentEmails,
    async send(email) {
      sentEmails.push(email)
    },
  }
}
