import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { makeCertificate } from './make-certificate.ts'

export type Received = {
  readonly from: string
  readonly to: readonly string[]
  /** Whether it arrived over TLS, and the authenticated login. */
  readonly secure: boolean
  readonly user: string | undefined
  /** By lower-case name, unfolded and decoded. */
  readonly headers: ReadonlyMap<string, string>
  readonly text: string
  readonly html: string
  readonly raw: string
}

/** The reply to the next command of the kind instead of success. */
export type No = { readonly to: 'rcpt' | 'data'; readonly code: number; readonly says: string }

export type Smtp = {
  readonly port: number
  readonly received: readonly Received[]
  /** Pending error replies, each used for one command. */
  readonly reject: (...nos: readonly No[]) => void
  /** Closes the server and its connections. */
  stop(): Promise<void>
}

export type SmtpOptions = {
  readonly port?: number
  /** `none` offers no TLS. */
  readonly tls?: 'starttls' | 'implicit' | 'none'
  readonly login?: { readonly user: string; readonly password: string }
}

/** A self-signed certificate for localhost. */
export const certificate = makeCertificate({ subject: [['CN', 'localhost']], issuer: [['CN', 'localhost']] })

const words = /=\?utf-8\?([bq])\?([^?]*)\?=(?:\s+(?==\?))?/gi
const unquoted = (line: string) =>
  Buffer.from(
    line
      .replace(/=\r\n/g, '')
      .replace(/=([\dA-F]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString()
const decodedWords = (value: string) =>
  value.replace(words, (_, kind: string, coded: string) =>
    kind.toLowerCase() === 'b'
      ? Buffer.from(coded, 'base64').toString()
      : unquoted(coded.replaceAll('_', ' ')),
  )

const split = (raw: string) => {
  const end = raw.indexOf('\r\n\r\n')
  const headers = new Map<string, string>()
  for (const line of raw
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).toLowerCase()
    if (headers.has(name)) throw new Error(`The header ${name} is there twice.`)
    headers.set(name, decodedWords(line.slice(colon + 1).trim()))
  }
  return { headers, body: raw.slice(end + 4) }
}

const decoded = (part: string) => {
  const { headers, body } = split(part)
  const coding = headers.get('content-transfer-encoding')
  if (coding === 'base64') return Buffer.from(body, 'base64').toString()
  return coding === 'quoted-printable' ? unquoted(body) : body
}

/** A multipart email as sent over the wire. */
export const parseEmail = (raw: string): Pick<Received, 'headers' | 'text' | 'html' | 'raw'> => {
  const { headers, body } = split(raw)
  const boundary = /boundary="([^"]+)"/.exec(headers.get('content-type') ?? '')?.[1]
  if (boundary === undefined) throw new Error('The email is not multipart.')
  const [, plain = '', html = '', ...more] = body.split(`--${boundary}`)
  if (more.length !== 1) throw new Error('The email does not have two parts.')
  const of = (part: string) => decoded(part.slice(2)).replaceAll('\r\n', '\n').trimEnd()
  return { headers, text: of(plain), html: of(html), raw }
}

/** A real mail server on loopback that stores received email. */
export const startSmtp = async ({ port = 0, tls = 'none', login }: SmtpOptions = {}): Promise<Smtp> => {
  const received: Received[] = []
  const nos: No[] = []
  const answer = (to: No['to']) => {
    const at = nos.findIndex((no) => no.to === to)
    const [no] = at < 0 ? [] : nos.splice(at, 1)
    return no && Object.assign(new Error(no.says), { responseCode: no.code })
  }
  const options: SMTPServerOptions = {
    secure: tls === 'implicit',
    ...(tls === 'none' ? {} : { key: certificate.key, cert: certificate.pem }),
    hideSTARTTLS: tls !== 'starttls',
    disabledCommands: [...(tls === 'starttls' ? [] : ['STARTTLS']), ...(login ? [] : ['AUTH'])],
    authOptional: login === undefined,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    closeTimeout: 10,
    logger: false,
    onAuth({ username, password }, _session, done) {
      if (username === login?.user && password === login?.password) return done(null, { user: username })
      done(new Error('Invalid username or password'))
    },
    onRcptTo: (_address, _session, done) => done(answer('rcpt')),
    onData(stream, { envelope, secure, user }, done) {
      text(stream).then((raw) => {
        const no = answer('data')
        if (no) return done(no)
        received.push({
          from: envelope.mailFrom ? envelope.mailFrom.address : '',
          to: envelope.rcptTo.map(({ address }) => address),
          secure,
          user: user as string | undefined,
          ...parseEmail(raw),
        })
        done()
      }, done)
    },
  }
  const server = new SMTPServer(options)
  // Clients that reject the certificate close the connection; the client reports it.
  server.on('error', () => {})
  const { server: socket } = server
  server.listen(port, '127.0.0.1')
  await once(socket, 'listening')
  return {
    port: (socket.address() as AddressInfo).port,
    received,
    reject: (...more) => void nos.push(...more),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
