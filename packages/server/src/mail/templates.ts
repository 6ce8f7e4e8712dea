import { readRfc3339 } from '../core/kernel/times.ts'
import type { Parameters, Template } from '../core/messaging/mail/message.ts'

/** A piece of a letter: text that lines break in, a link to follow, or something to type off. */
export type Piece =
  | { readonly text: string }
  | { readonly link: string; readonly label: string }
  | { readonly code: string }

export type Words = { readonly subject: string; readonly pieces: readonly Piece[] }

export type WordParts = {
  readonly parameters: Parameters
  /** An address below the public one. */
  readonly link: (path: string, query?: Readonly<Record<string, string>>) => string
}

const longest = 200

/** One line of what anybody may have written. */
export const oneLine = (text: string): string =>
  [...text.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()].slice(0, longest).join('')

/**
 * A name as it may stand in a letter from us: whoever chose it must not speak to the reader, so that one that looks
 * like an address to follow is left out.
 */
const named = (name: string | undefined): string | undefined => {
  const line = oneLine(name ?? '')
  return line === '' || /:\/\/|\bwww\.|\/\//i.test(line) ? undefined : line
}

const hello = ({ name, username }: Parameters): Piece => {
  const who = named(name) ?? named(username)
  return { text: who === undefined ? 'Hello,' : `Hello ${who},` }
}

const until = (time: string | undefined): string => {
  const at = readRfc3339(time ?? '')
  return at === undefined ? '' : `, until ${new Date(at).toUTCString()}`
}

const username = (name: string | undefined): readonly Piece[] =>
  name === undefined ? [] : [{ text: 'Your username:' }, { code: oneLine(name) }]

const words: Readonly<Record<Template, (parts: WordParts) => Words>> = {
  invitation({ parameters, link }) {
    const { token = '', username: user, invited_by, organization, expires_at } = parameters
    const where = named(organization)
    return {
      subject: where === undefined ? 'Your invitation' : `Your invitation to ${where}`,
      pieces: [
        hello(parameters),
        {
          text: `${named(invited_by) ?? 'An administrator'} has made an account for you${where === undefined ? '' : ` at ${where}`}. Accept the invitation to use it:`,
        },
        { link: link('/account/invitation', { token }), label: 'Accept the invitation' },
        ...username(user),
        { text: `The link works once${until(expires_at)}. If you expected no invitation, do nothing.` },
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
        { text: 'An administrator has made an account for you.' },
        ...username(user),
        { text: 'Your temporary password:' },
        { code: password },
        { text: 'It is good for choosing a password of your own, and for nothing else:' },
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
        { text: 'Somebody, most likely you, has asked for a new password. Choose one here:' },
        { link: link('/account/recovery', { token }), label: 'Choose a new password' },
        ...username(user),
        {
          text: `The link works once${until(expires_at)}. If it was not you, do nothing: your password stays as it is.`,
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
          text: `The link works once${until(expires_at)}. If you did not ask for it, ignore this message: your account stays as it is.`,
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
        { text: `The password of your account was changed${when}, and all other sessions were ended.` },
        { text: 'If it was not you, tell your administrator at once.' },
      ],
    }
  },

  notification({ parameters, link }) {
    const { subject = '', text = '', path } = parameters
    // Below the public address and nowhere else: `//host` would be another server.
    const inside = path !== undefined && /^\/(?![/\\])/.test(path)
    return {
      subject: oneLine(subject) || 'A notification',
      pieces: [hello(parameters), { text }, ...(inside ? [{ link: link(path), label: 'Show it' }] : [])],
    }
  },
}

/** What a letter of this template says. */
export const wordsOf = (template: Template, parts: WordParts): Words => words[template](parts)
