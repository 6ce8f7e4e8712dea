import { type MailTransport, PermanentMailError } from '../core/messaging/mail/mail-transport.ts'
import { envelopeOf, type Sender } from './envelope.ts'

export type SmtpServer = {
  readonly host: string
  readonly port: number
  /** `starttls` sends nothing before TLS is established; `implicit` uses TLS from the first byte; `none` uses no TLS. */
  readonly tls: 'starttls' | 'implicit' | 'none'
  readonly login: { readonly user: string; readonly password: string } | undefined
  /** PEM certificate authorities that replace those of the system. */
  readonly authorities: string | undefined
}

export type OpenMailTransport = MailTransport & { close(): void }

/** Milliseconds; the total is far below the lease of the mail dispatcher. */
const timeouts = { connect: 10_000, answer: 30_000, whole: 120_000 }

type Thrown = { readonly code?: string; readonly responseCode?: number }

/** Reply codes that concern authentication: the email can be sent once the settings are corrected. */
const authenticationReplies = new Set([530, 534, 535, 538])

/** Whether the server rejected this email permanently: a 5xx reply to its addresses or its content. */
const isFinal = ({ code, responseCode = 0 }: Thrown): boolean =>
  (code === 'EENVELOPE' || code === 'EMESSAGE') &&
  responseCode >= 500 &&
  !authenticationReplies.has(responseCode)

/** Sends emails through an SMTP server. */
export const makeSmtpTransport = (server: SmtpServer, from: Sender): OpenMailTransport => {
  const { host, port, tls, login, authorities } = server
  const open = async () => {
    // Imported with the first email: a server that sends none saves the time and the memory.
    const { createTransport } = await import('nodemailer')
    return createTransport({
      pool: true,
      maxConnections: 4,
      // The server may have closed a pooled connection; the dispatcher retries after that.
      maxRequeues: 1,
      host,
      port,
      secure: tls === 'implicit',
      requireTLS: tls === 'starttls',
      ignoreTLS: tls === 'none',
      ...(login ? { auth: { user: login.user, pass: login.password } } : {}),
      tls: { minVersion: 'TLSv1.2', ...(authorities === undefined ? {} : { ca: authorities }) },
      connectionTimeout: timeouts.connect,
      // Resolves with DNS queries, not with a thread of the pool that also hashes passwords.
      dnsTimeout: timeouts.connect,
      greetingTimeout: timeouts.connect,
      socketTimeout: timeouts.answer,
    })
  }
  let opened: ReturnType<typeof open> | undefined

  return {
    async send(email) {
      opened ??= open()
      const transport = await opened
      try {
        await transport.sendMail({ ...envelopeOf(email, from), signal: AbortSignal.timeout(timeouts.whole) })
      } catch (thrown) {
        if (isFinal(thrown as Thrown))
          throw new PermanentMailError((thrown as Error).message, { cause: thrown })
        throw thrown
      }
    },
    close() {
      opened?.then((transport) => transport.close())
    },
  }
}
