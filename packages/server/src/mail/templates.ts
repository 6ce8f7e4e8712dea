import { readRfc3339 } from '../core/kernel/times.ts'
import type { Parameters, Template } from '../core/messaging/mail/message.ts'

/** A block of an email: wrapped text, a link, or a literal value to copy. */
export type Piece =
  | { readonly text: string }
  | { readonly link: string; readonly label: string }
  | { readonly code: string }

export type EmailContent = { readonly subject: string; readonly pieces: readonly Piece[] }

export type TemplateInput = {
  readonly parameters: Parameters
  /** A URL below the public URL. */
  readonly link: (path: string, query?: Readonly<Record<string, string>>) => string
}

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
  return line === '' || /:\/\/|\bwww\.|\/\//i.test(line) ? undefined : line
}

const hello = ({ name, username }: Parameters): Piece => {
  const recipient = named(name) ?? named(username)
  return { text: recipient === undefined ? 'Hello,' : `Hello ${recipient},` }
}

const until = (time: string | undefined): string => {
  const at = readRfc3339(time ?? '')
  return at === undefined ? '' : `, until ${new Date(at).toUTCString()}`
}

const username = (name: string | undefined): readonly Piece[] =>
  name === undefined ? [] : [{ text: 'Your username:' }, { code: oneLine(name) }]

const contents: Readonly<Record<Template, (parts: TemplateInput) => EmailContent>> = {
  invitation({ parameters, link }) {
    const { token = '', username: user, invited_by, organization, expires_at } = parameters
    const where = named(organization)
    return {
      subject: where === undefined ? 'Your invitation' : `Your invitation to ${where}`,
      pieces: [
        hello(parameters),
        {
          text: `${named(invited_by) ?? 'An administrator'} has created an account for you${where === undefined ? '' : ` at ${where}`}. Accept the invitation to use it:`,
        },
        { link: link('/account/invitation', { token }), label: 'Accept the invitation' },
        ...username(user),
        {
          text: `The link works once${until(expires_at)}. If you did not expect an invitation, ignore this message.`,
        },
      ],
    }
  },

  temporary_password({ parameters, link }) {
    const { username: user, password = '', organization } = parameters
    const where = named(organization)
    return {
      subject: where === undefined ? 'Your account' : `Your account at ${where}`,
      pieces: [
        hello(parameters),
        { text: 'An administrator has created an account for you.' },
        ...username(user),
        { text: 'Your temporary password:' },
        { code: password },
        { text: 'You can use it only to choose your own password:' },
        { link: link('/account/password'), label: 'Choose a password' },
      ],
    }
  },

  recovery({ parameters, link }) {
    const { token = '', username: user, expires_at } = parameters
    return {
      subject: 'Choose a new password',
      pieces: [
        hello(parameters),
        { text: 'We received a request to reset your password. Choose a new password here:' },
        { link: link('/account/recovery', { token }), label: 'Choose a new password' },
        ...username(user),
        {
          text: `The link works once${until(expires_at)}. If you did not request it, ignore this message: your password does not change.`,
        },
      ],
    }
  },

  first_password({ parameters, link }) {
    const { token = '', username: user, expires_at } = parameters
    return {
      subject: 'Choose your password',
      pieces: [
        hello(parameters),
        { text: 'Your account has no password yet. Choose one here to sign in:' },
        { link: link('/account/recovery', { token }), label: 'Choose a password' },
        ...username(user),
        {
          text: `The link works once${until(expires_at)}. If you did not request it, ignore this message: your account does not change.`,
        },
      ],
    }
  },

  password_changed({ parameters }) {
    const at = readRfc3339(parameters['changed_at'] ?? '')
    const when = at === undefined ? '' : ` on ${new Date(at).toUTCString()}`
    return {
      subject: 'Your password was changed',
      pieces: [
        hello(parameters),
        ...username(parameters['username']),
        { text: `The password of your account was changed${when}, and all other sessions were closed.` },
        { text: 'If you did not change it, contact your administrator at once.' },
      ],
    }
  },

  notification({ parameters, link }) {
    const { subject = '', text = '', path } = parameters
    // Only paths below the public URL: `//host` would be another server.
    const inside = path !== undefined && /^\/(?![/\\])/.test(path)
    return {
      subject: oneLine(subject) || 'Notification',
      pieces: [hello(parameters), { text }, ...(inside ? [{ link: link(path), label: 'View' }] : [])],
    }
  },
}

/** The content of an email of this template. */
export const fillTemplate = (template: Template, parts: TemplateInput): EmailContent =>
  contents[template](parts)
