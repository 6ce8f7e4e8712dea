import { isolate, withoutDirections } from '@muster/messages/isolate.ts'
import type { Language } from '@muster/messages/languages.ts'
import { type Mails, mailsIn } from '@muster/messages/mails.ts'
import { readRfc3339 } from '../core/kernel/times.ts'
import type { Parameters, Template } from '../core/messaging/mail/message.ts'
import { formatTime } from './format-time.ts'

/** A block of an email: a sentence of the catalog, text of a user, a link, or a literal value to copy. */
export type Piece =
  | { readonly text: string }
  | { readonly quoted: string }
  | { readonly link: string; readonly label: string }
  | { readonly code: string }

/** Names in the subject and in sentences are isolated (`isolate`). */
export type EmailContent = { readonly subject: string; readonly pieces: readonly Piece[] }

export type TemplateInput = {
  readonly parameters: Parameters
  readonly language: Language
  /** A URL of an account page, in the language of the email. */
  readonly pageLink: (path: string, query?: Readonly<Record<string, string>>) => string
  /** A URL below the public URL. */
  readonly link: (path: string) => string
}

type Parts = TemplateInput & { readonly mails: Mails }

const longest = 200

/** Untrusted text as one line of bounded length. */
export const oneLine = (text: string): string =>
  [...text.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()].slice(0, longest).join('')

/**
 * A user-chosen name that is safe to show in an email; undefined for one that looks like a URL, because it could be
 * used for phishing.
 */
const named = (name: string | undefined): string | undefined => {
  const line = oneLine(name ?? '')
  return line === '' || /:\/\/|\bwww\.|\/\//i.test(line) ? undefined : isolate(line)
}

const hello = ({ parameters: { name, username }, mails }: Parts): Piece => {
  const recipient = named(name) ?? named(username)
  return { text: recipient === undefined ? mails.helloUnnamed : mails.hello(recipient) }
}

const timeOf = (time: string | undefined, { language }: Parts): string | undefined => {
  const at = readRfc3339(time ?? '')
  return at === undefined ? undefined : formatTime(at, language)
}

const worksOnce = (parts: Parts): Piece => {
  const until = timeOf(parts.parameters['expires_at'], parts)
  return { text: until === undefined ? parts.mails.worksOnce : parts.mails.worksOnceUntil(until) }
}

const username = ({ parameters, mails }: Parts): readonly Piece[] =>
  parameters['username'] === undefined
    ? []
    : [{ text: mails.username }, { code: withoutDirections(oneLine(parameters['username'])) }]

const contents: Readonly<Record<Template, (parts: Parts) => EmailContent>> = {
  invitation(parts) {
    const { parameters, pageLink, mails } = parts
    const { token = '', invited_by, organization } = parameters
    const texts = mails.invitation
    const where = named(organization)
    return {
      subject: where === undefined ? texts.subject : texts.subjectTo(where),
      pieces: [
        hello(parts),
        { text: texts.text(named(invited_by), where) },
        { link: pageLink('/account/invitation', { token }), label: texts.link },
        ...username(parts),
        worksOnce(parts),
        { text: texts.unexpected },
      ],
    }
  },

  temporary_password(parts) {
    const { parameters, pageLink, mails } = parts
    const { password = '', organization } = parameters
    const texts = mails.temporaryPassword
    const where = named(organization)
    return {
      subject: where === undefined ? texts.subject : texts.subjectAt(where),
      pieces: [
        hello(parts),
        { text: texts.text },
        ...username(parts),
        { text: texts.password },
        { code: password },
        { text: texts.use },
        { link: pageLink('/account/password'), label: texts.link },
      ],
    }
  },

  recovery: (parts) => passwordLink(parts, parts.mails.recovery),

  first_password: (parts) => passwordLink(parts, parts.mails.firstPassword),

  password_changed(parts) {
    const texts = parts.mails.passwordChanged
    const time = timeOf(parts.parameters['changed_at'], parts)
    return {
      subject: texts.subject,
      pieces: [
        hello(parts),
        ...username(parts),
        { text: time === undefined ? texts.text : texts.textAt(time) },
        { text: texts.unexpected },
      ],
    }
  },

  notification(parts) {
    const { parameters, link, mails } = parts
    const { subject = '', text = '', path } = parameters
    // Only paths below the public URL: `//host` would be another server.
    const inside = path !== undefined && /^\/(?![/\\])/.test(path)
    const line = oneLine(subject)
    return {
      subject: line === '' ? mails.notification.subject : isolate(line),
      pieces: [
        hello(parts),
        { quoted: text },
        ...(inside ? [{ link: link(path), label: mails.notification.link }] : []),
      ],
    }
  },
}

const passwordLink = (parts: Parts, texts: Mails['recovery' | 'firstPassword']): EmailContent => ({
  subject: texts.subject,
  pieces: [
    hello(parts),
    { text: texts.text },
    {
      link: parts.pageLink('/account/recovery', { token: parts.parameters['token'] ?? '' }),
      label: texts.link,
    },
    ...username(parts),
    worksOnce(parts),
    { text: texts.unexpected },
  ],
})

/** The content of an email of this template. */
export const fillTemplate = (template: Template, input: TemplateInput): EmailContent =>
  contents[template]({ ...input, mails: mailsIn[input.language] })
