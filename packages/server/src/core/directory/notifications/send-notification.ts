import { canBeClaimed } from '../../kernel/claimed-email.ts'
import { domainError, isDomainError } from '../../kernel/domain-error.ts'
import { type CommandContext, command } from '../../kernel/operation.ts'
import { isLongerThan, normalizeLine, normalizeText } from '../../kernel/text.ts'
import { enqueueMail } from '../../messaging/mail/enqueue-mail.ts'
import type { Notification } from '../../messaging/notifications/notification.ts'
import { preferencesOf } from '../../messaging/notifications/preferences.ts'
import {
  type Channel,
  channelNames,
  type NotificationType,
  notificationTypeNames,
} from '../../messaging/notifications/registry.ts'
import { requireUser, userTarget } from '../users/get-user.ts'
import { withEffectiveStatus } from '../users/inactivity.ts'
import type { User } from '../users/user.ts'

export type SendNotification = {
  readonly userId: string
  readonly type: string
  /** One line. */
  readonly title: string
  readonly body: string
  /** Where the user reads on: an http or https address. */
  readonly link?: string | null | undefined
}

/**
 * - `queued`: a letter is on its way
 * - `stored`: it is in the inbox
 * - `disabled`: the user has switched the channel or the type off
 * - `no_address`: the user has no email that a letter could be sent to
 * - `user_not_active`: letters are for users who may sign in
 */
export type Outcome = 'queued' | 'stored' | 'disabled' | 'no_address' | 'user_not_active'

export type Delivered = {
  /** In the inbox; null when it is not kept there. */
  readonly notificationId: string | null
  readonly outcomes: readonly { readonly channel: Channel; readonly outcome: Outcome }[]
}

type Words = Pick<Notification, 'type' | 'title' | 'body' | 'link'>

/** Tells a user something through every channel that the user wants it by. Rejects with `invalid`. */
export const sendNotification = command({
  rule: 'muster:send_notification',
  isolation: 'read committed',
  load: ({ userId }: SendNotification, at) => requireUser(userId, at),
  target: (_input, user) => userTarget(user),
  apply: async (input, at): Promise<Delivered> => {
    const words = normalizeFields(input)
    const user = await requireUser(input.userId, at)
    const preferences = preferencesOf(user.preferences)
    let notificationId: string | null = null
    const outcomes: Delivered['outcomes'][number][] = []
    for (const channel of channelNames) {
      if (!preferences.channels[channel] || !preferences.types[words.type]) {
        outcomes.push({ channel, outcome: 'disabled' })
      } else if (channel === 'email') {
        outcomes.push({ channel, outcome: await mail(user, words, at) })
      } else {
        notificationId = await store(user, words, at)
        outcomes.push({ channel, outcome: 'stored' })
      }
    }
    at.record({
      kind: 'notification.sent',
      subject: { type: 'user', id: user.id },
      domainId: user.domainId,
      detail: {
        type: words.type,
        notification_id: notificationId,
        ...Object.fromEntries(outcomes.map(({ channel, outcome }) => [channel, outcome])),
      },
    })
    return { notificationId, outcomes }
  },
})

const normalizeFields = ({ type, title, body, link = null }: SendNotification): Words => {
  const known = notificationTypeNames.find((name): name is NotificationType => name === type)
  if (known === undefined)
    throw domainError(
      'invalid',
      'notification_type_unknown',
      `There is no such type of notification: ${type.slice(0, 64)}.`,
      {
        field: 'type',
      },
    )
  if (
    link !== null &&
    (isLongerThan(link, 2048) || !/^https?:\/\/[^\s\p{C}]+$/iu.test(link) || !URL.canParse(link))
  )
    throw domainError('invalid', 'link_malformed', 'A link is an http or https address.', { field: 'link' })
  if (body.trim() === '')
    throw domainError('invalid', 'body_blank', 'The body must not be blank.', { field: 'body' })
  return { type: known, title: normalizeTitle(title), body: normalizeText('body', body, 10_000), link }
}

/** One line: it becomes the subject of a letter. */
const normalizeTitle = (title: string): string => {
  try {
    return normalizeLine('notification', title, 200)
  } catch (thrown) {
    if (!isDomainError(thrown, 'invalid')) throw thrown
    throw domainError('invalid', 'title_malformed', 'A title is one line of 1 to 200 characters.', {
      field: 'title',
    })
  }
}

const mail = async (user: User, { title, body, link }: Words, at: CommandContext): Promise<Outcome> => {
  if (withEffectiveStatus(user, at).status !== 'active') return 'user_not_active'
  const to = user.email
  if (to === null || !canBeClaimed(to)) return 'no_address'
  const parameters = {
    name: user.displayName ?? user.name,
    subject: title,
    text: link === null ? body : `${body}\n\n${link}`,
  }
  await enqueueMail(
    { userId: user.id, domainId: user.domainId, to, template: 'notification', parameters },
    at,
  )
  return 'queued'
}

const store = async (user: User, words: Words, { stores, ports, now }: CommandContext): Promise<string> => {
  const id = ports.newId()
  await stores.notifications.insert({ ...words, id, userId: user.id, createdAt: now, readAt: null })
  await stores.notifications.trim(user.id, ports.settings.notificationUserLimit)
  return id
}
