import type { Email, MailTransport } from '../src/core/messaging/mail/mail-transport.ts'

export type MemoryPost = MailTransport & { readonly letters: readonly Email[] }

/** Keeps letters in place of sending them. */
export const memoryPost = (): MemoryPost => {
  const letters: Email[] = []
  return {
    letters,
    async send(email) {
      letters.push(email)
    },
  }
}
