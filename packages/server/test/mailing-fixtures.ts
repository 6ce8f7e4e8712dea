import { command } from '../src/core/kernel/operation.ts'
import { enqueueMail, type Mail } from '../src/core/messaging/mail/enqueue-mail.ts'
import type { MailTransport } from '../src/core/messaging/mail/mail-transport.ts'
import type { Message } from '../src/core/messaging/mail/message.ts'
import { type MailDispatcher, makeMailDispatcher } from '../src/jobs/mail-dispatcher.ts'
import { makeEmailRenderer } from '../src/mail/render-email.ts'
import type { TestCore } from './test-core.ts'

/** A command that queues an email and can be rolled back. */
export const askForMail = command({
  access: 'public',
  apply: async ({ mail, butFail = false }: { readonly mail: Mail; readonly butFail?: boolean }, at) => {
    await enqueueMail(mail, at)
    if (butFail) throw new Error('came to nothing')
  },
})

export const secret = 'mst_i_AAAABBBBCCCCDDDD'

/** An invitation by default. */
export const mailTo = (to: string, more: Partial<Mail> = {}): Mail => ({
  userId: null,
  domainId: 'default',
  to,
  template: 'invitation',
  parameters: { token: secret, name: 'Ann' },
  ...more,
})

export const newestMessage = async ({ store }: Pick<TestCore, 'store'>): Promise<Message> => {
  const [message] = (await store.reading.messages.list({ limit: 1 })).rows
  if (!message) throw new Error('There is no message.')
  return message
}

/** A dispatcher with the clock of the test core and another transport; `failures` lists the errors. */
export const dispatcherOf = (
  core: TestCore,
  mailTransport: MailTransport,
): MailDispatcher & { readonly failures: readonly string[] } => {
  const failures: string[] = []
  const dispatcher = makeMailDispatcher({
    core: core.core,
    source: { api: 'test', requestId: 'req-test' },
    mailTransport,
    render: makeEmailRenderer(core.ports.publicUrl, core.ports.settings.defaultLanguage),
    now: core.now,
    random: () => 0,
    onAttemptFailed: (_message, error, final) =>
      void failures.push(`${final ? 'given up' : 'later'}: ${error}`),
    onFailure: (error) => {
      throw error
    },
  })
  return { ...dispatcher, failures }
}
