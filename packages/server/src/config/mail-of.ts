import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { claimedEmail } from '../core/kernel/claimed-email.ts'
import { BadConfig } from './load-config.ts'
import type { Config } from './settings-table.ts'

const tlsKinds = ['starttls', 'implicit', 'none'] as const
type Tls = (typeof tlsKinds)[number]

const ports: Readonly<Record<Tls, number>> = { starttls: 587, implicit: 465, none: 25 }

const fail = (name: string, want: string): never => {
  throw new BadConfig([`${name}: ${want}.`])
}

const fileOf = (name: string, path: string | undefined): string | undefined => {
  if (path === undefined) return undefined
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    return fail(name, `${path} cannot be read (${(error as Error).message})`)
  }
}

const senderOf = (input: string) => {
  const [, quoted, name = quoted ?? '', address = input.trim()] =
    /^\s*(?:"([^"]*)"|([^<>"]*?))\s*<([^<>]+)>\s*$/.exec(input) ?? []
  try {
    // Only validates: mail uses the operator's spelling.
    claimedEmail(address)
  } catch {
    fail('mail_from', `use the form Muster <muster@example.com> instead of ${JSON.stringify(input)}`)
  }
  if (/\p{Cc}/u.test(name)) fail('mail_from', 'the name must be one line')
  return { name, address }
}

type Place = {
  readonly host: string
  readonly port: number | undefined
  readonly tls: Tls | undefined
  readonly user: string | undefined
  readonly password: string | undefined
}

const urlWant = 'use the form smtp://user:password@mail.example.com:587 or smtps://…'

const placeOfUrl = (input: string): Place => {
  const url = URL.parse(input)
  if (!url || !/^smtps?:$/.test(url.protocol) || url.hostname === '') return fail('smtp_url', urlWant)
  if (!['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '') fail('smtp_url', urlWant)
  const part = (text: string) => {
    try {
      return text === '' ? undefined : decodeURIComponent(text)
    } catch {
      return fail('smtp_url', urlWant)
    }
  }
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? undefined : Number(url.port),
    tls: url.protocol === 'smtps:' ? 'implicit' : undefined,
    user: part(url.username),
    password: part(url.password),
  }
}

const placeOf = (config: Config): Place | undefined => {
  const { smtp_url, smtp_host, smtp_port, smtp_user, smtp_password, smtp_password_file } = config
  const parts = { smtp_host, smtp_port, smtp_user, smtp_password, smtp_password_file }
  const input = Object.entries(parts).flatMap(([name, value]) => (value === undefined ? [] : [name]))
  if (smtp_url !== undefined) {
    if (input[0] !== undefined) fail(input[0], 'is already part of smtp_url; set only one of the two')
    return placeOfUrl(smtp_url)
  }
  if (smtp_host === undefined) {
    if (input[0] !== undefined) fail(input[0], 'needs smtp_host')
    return undefined
  }
  if (smtp_port === 0) fail('smtp_port', 'set the port of the mail server')
  if (!/^[\w.:-]+$/.test(smtp_host)) fail('smtp_host', 'set a host name or an IP address')
  if (smtp_password !== undefined && smtp_password_file !== undefined)
    fail('smtp_password_file', 'set either smtp_password_file or smtp_password, not both')
  const fromFile = fileOf('smtp_password_file', smtp_password_file)?.replace(/\r?\n$/, '')
  return {
    host: smtp_host,
    port: smtp_port,
    tls: undefined,
    user: smtp_user,
    password: smtp_password ?? fromFile,
  }
}

const tlsOf = ({ smtp_tls }: Config, { tls }: Place): Tls => {
  const input = tlsKinds.find((kind) => kind === smtp_tls)
  if (smtp_tls !== undefined && input === undefined)
    fail('smtp_tls', `use ${tlsKinds.join(', ')} instead of ${JSON.stringify(smtp_tls)}`)
  if (tls !== undefined && input !== undefined && input !== tls)
    fail('smtp_tls', 'smtps:// implies implicit TLS; use smtp:// for the other modes')
  return input ?? tls ?? 'starttls'
}

/** The mail configuration. Throws a `BadConfig` that names the invalid setting. */
export const mailOf = (config: Config) => {
  const mailFolder = join(config.data_dir, 'outbox')
  const place = placeOf(config)
  if (!place) {
    for (const name of ['smtp_tls', 'smtp_ca_file'] as const)
      if (config[name] !== undefined) fail(name, 'needs smtp_url or smtp_host')
    return { from: senderOf(config.mail_from ?? 'Muster <muster@localhost>'), smtp: undefined, mailFolder }
  }
  const { host, user, password } = place
  if (user !== undefined && password === undefined)
    fail('smtp_password', 'set the password of smtp_user, or smtp_password_file')
  if (user === undefined && password !== undefined) fail('smtp_user', 'is required with a password')
  if (config.mail_from === undefined)
    return fail(
      'mail_from',
      'is required with a mail server. Set the sender, as in Muster <muster@example.com>',
    )
  const tls = tlsOf(config, place)
  return {
    from: senderOf(config.mail_from),
    smtp: {
      host,
      port: place.port ?? ports[tls],
      tls,
      login: user === undefined || password === undefined ? undefined : { user, password },
      authorities: fileOf('smtp_ca_file', config.smtp_ca_file),
    },
    mailFolder,
  }
}
