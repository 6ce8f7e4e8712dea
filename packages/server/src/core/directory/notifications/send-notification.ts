import { canBeClaimed } from '../../kernel/claimed-email.ts'
import { domainError, isDomainError } from '../../kernel/domain-error.ts'
import { type CommandContext, command } from '../../kernel/operation.ts'
import { isLongerThan, normalizeLine, normalizeText } from '../../kernel/text.ts'
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
import { mailUser } from '../users/mail-user.ts'
import type { User } from '../users/user.ts'

export type SendNotification = {
  readonly userId: string
  readonly type: string
  /** One line. */
  readonly title: string
  readonly body: string
  /** An http or https URL with details. */
  readonly link?: string | null | undefined
}

/**
 * - `queued`: an email is queued
 * - `stored`: stored in the inbox
 * - `disabled`: the user has disabled the channel or the type
 * - `no_address`: the user has no valid email address
 * - `user_not_active`: only active users receive email
 */
export type Outcome = 'queued' | 'stored' | 'disabled' | 'no_address' | 'user_not_active'

export type Delivered = {
  /** The id in the inbox; null when it is not stored there. */
  readonly notificationId: string | null
  readonly outcomes: readonly { readonly channel: Channel; readonly outcome: Outcome }[]
}

type Fields = Pick<Notification, 'type' | 'title' | 'body' | 'link'>

/** Sends a notification through every channel that the user has enabled for its type. Rejects with `invalid`. */
export const sendNotification = command({
  rule: 'muster:send_notification',
  isolation: 'read committed',
  load: ({ userId }: SendNotification, at) => requireUser(userId, at),
  target: (_input, user) => userTarget(user),
  apply: async (input, at): Promise<Delivered> => {
    const fields = normalizeFields(input)
    const user = await requireUser(input.userId, at)
    const preferences = preferencesOf(user.preferences)
    let notificationId: string | null = null
    const outcomes: Delivered['outcomes'][number][] = []
    for (const channel of channelNames) {
      if (!preferences.channels[channel] || !preferences.types[fields.type]) {
        outcomes.push({ channel, outcome: 'disabled' })
      } else if (channel === 'email') {
        outcomes.push({ channel, outcome: await mail(user, fields, at) })
      } else {
        notificationId = await store(user, fields, at)
        outcomes.push({ channel, outcome: 'stored' })
      }
    }
    at.record({
      kind: 'notification.sent',
      subject: { type: 'user', id: user.id },
      domainId: user.domainId,
      detail: {
        type: fields.type,
        notification_id: notificationId,
        ...Object.fromEntries(outcomes.map(({ channel, outcome }) => [channel, outcome])),
      },
    })
    return { notificationId, outcomes }
  },
})

const normalizeFields = ({ type, title, body, link = null }: SendNotification): Fields => {
  const known = notificationTypeNames.find((name): name is NotificationType => name === type)
  if (known === undefined)
    throw domainError(
      'invalid',
      'notification_type_unknown',
      `Unknown notification type: ${type.slice(0, 64)}.`,
      {
        field: 'type',
      },
    )
  if (
    link !== null &&
    (isLongerThan(link, 2048) || !/^https?:\/\/[^\s\p{C}]+$/iu.test(link) || !URL.canParse(link))
  )
    throw domainError('invalid', 'link_malformed', 'link must be an http or https URL.', { field: 'link' })
  if (body.trim() === '')
    throw domainError('invalid', 'body_blank', 'body must not be blank.', { field: 'body' })
  return { type: known, title: normalizeTitle(title), body: normalizeText('body', body, 10_000), link }
}

/** One line, because it becomes the subject of an email. */
const normalizeTitle = (title: string): string => {
  try {
    return normalizeLine('notification', title, 200)
  } catch (thrown) {
    if (!isDomainError(thrown, 'invalid')) throw thrown
    throw domainError('invalid', 'title_malformed', 'title must be one line of 1 to 200 characters.', {
      field: 'title',
    })
  }
}

const mail = async (user: User, { title, body, link }: Fields, at: CommandContext): Promise<Outcome> => {
  if (withEffectiveStatus(user, at).status !== 'active') return 'user_not_active'
  const to = user.email
  if (to === null || !canBeClaimed(to)) return 'no_address'
  const parameters = {
    name: user.displayName ?? user.name,
    subject: title,
    text: link === null ? body : `${body}\n\n${link}`,
  }
  await mailUser(user, { to, template: 'notification', parameters }, at)
  return 'queued'
}

const store = async (user: User, fields: Fields, { stores, ports, now }: CommandContext): Promise<string> => {
  const id = ports.newId()
  await stores.notifications.insert({ ...fields, id, userId: user.id, createdAt: now, readAt: null })
  await stores.notifications.trim(user.id, ports.settings.notificationUserLimit)
  return id
}
