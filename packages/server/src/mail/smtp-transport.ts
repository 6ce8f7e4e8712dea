import { type MailTransport, PermanentMailError } from '../core/messaging/mail/mail-transport.ts'
import { envelopeOf, type Sender } from './envelope.ts'

export type SmtpServer = {
  readonly host: string
  readonly port: number
  /** `starttls` sends nothing before TLS is up; `implicit` begins with TLS; `none` has none. */
  readonly tls: 'starttls' | 'implicit' | 'none'
  readonly login: { readonly user: string; readonly password: string } | undefined
  /** Certificates in PEM that count in place of those of the system. */
  readonly authorities: string | undefined
}

export type OpenPost = MailTransport & { close(): void }

/** Milliseconds; all of it stays far below the lease of a courier. */
const patience = { connect: 10_000, answer: 30_000, whole: 120_000 }

type Thrown = { readonly code?: string; readonly responseCode?: number }

/** Answers that are about the login and so about our settings: the letter can still be sent once they are right. */
const aboutLogin = new Set([530, 534, 535, 538])

/** Whether the server has refused this very letter for good: a 5xx to its addresses or its text. */
const isFinal = ({ code, responseCode = 0 }: Thrown): boolean =>
  (code === 'EENVELOPE' || code === 'EMESSAGE') && responseCode >= 500 && !aboutLogin.has(responseCode)

/** Hands letters to a mail server. */
export const makeSmtpPost = (server: SmtpServer, from: Sender): OpenPost => {
  const { host, port, tls, login, authorities } = server
  const open = async () => {
    // Loaded with the first letter: a server that sends none needs neither its time nor its memory.
    const { createTransport } = await import('nodemailer')
    return createTransport({
      pool: true,
      maxConnections: 4,
      // A kept connection may have been closed by the server meanwhile; the courier's own attempts do the rest.
      maxRequeues: 1,
      host,
      port,
      secure: tls === 'implicit',
      requireTLS: tls === 'starttls',
      ignoreTLS: tls === 'none',
      ...(login ? { auth: { user: login.user, pass: login.password } } : {}),
      tls: { minVersion: 'TLSv1.2', ...(authorities === undefined ? {} : { ca: authorities }) },
      connectionTimeout: patience.connect,
      // Name servers are asked first, without a thread of the pool that also hashes passwords.
      dnsTimeout: patience.connect,
      greetingTimeout: patience.connect,
      socketTimeout: patience.answer,
    })
  }
  let opened: ReturnType<typeof open> | undefined

  return {
    async send(email) {
      opened ??= open()
      const transport = await opened
      try {
        await transport.sendMail({ ...envelopeOf(email, from), signal: AbortSignal.timeout(patience.whole) })
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
