import type { UserPreferences } from '../../directory/users/user.ts'
import { domainError } from '../../kernel/domain-error.ts'
import {
  type Channel,
  channelNames,
  channels,
  type NotificationType,
  notificationTypeNames,
  notificationTypes,
} from './registry.ts'

type Switches<K extends string> = Readonly<Record<K, boolean>>

/** Every known channel and type, on or off. A notification is delivered where both are on. */
export type Preferences = {
  readonly channels: Switches<Channel>
  readonly types: Switches<NotificationType>
}

/** What is absent stays as it was. */
export type PreferencesChange = {
  readonly channels?: Readonly<Record<string, boolean>> | undefined
  readonly types?: Readonly<Record<string, boolean>> | undefined
}

const known = { channels: channelNames, types: notificationTypeNames } as const
type Part = keyof typeof known

const checkKnown = (part: Part, names: readonly string[]) => {
  const all: readonly string[] = known[part]
  const unknown = names.find((name) => !all.includes(name))
  if (unknown !== undefined)
    throw domainError(
      'invalid',
      part === 'channels' ? 'channel_unknown' : 'notification_type_unknown',
      `There is no such ${part === 'channels' ? 'channel' : 'type of notification'}: ${unknown.slice(0, 64)}.`,
      { field: part },
    )
}

const filled = <K extends string>(
  rows: Readonly<Record<K, { readonly enabled: boolean }>>,
  said: Readonly<Record<string, boolean>> = {},
): Switches<K> =>
  Object.fromEntries(
    Object.entries<{ readonly enabled: boolean }>(rows).map(([name, { enabled }]) => [
      name,
      Object.hasOwn(said, name) ? said[name] === true : enabled,
    ]),
  ) as Switches<K>

/** What holds for a user who said this. */
export const preferencesOf = (stored: UserPreferences): Preferences => ({
  channels: filled(channels, stored.channels),
  types: filled(notificationTypes, stored.types),
})

/** Merged key by key. Rejects with `invalid` for channels and types that do not exist. */
export const mergePreferences = (before: UserPreferences, change: PreferencesChange): UserPreferences => {
  for (const part of ['channels', 'types'] as const) checkKnown(part, Object.keys(change[part] ?? {}))
  const merged = (part: Part) =>
    before[part] || change[part] ? { [part]: { ...before[part], ...change[part] } } : {}
  return { ...merged('channels'), ...merged('types') }
}

const listed = (part: Part, names: readonly string[] | null | undefined): Record<string, boolean> => {
  if (names === undefined) return {}
  checkKnown(part, names ?? [])
  return Object.fromEntries(known[part].map((name) => [name, names?.includes(name) ?? false]))
}

/**
 * What a new user prefers, said as lists of what is on (roboto.md section 3): what is listed is on, all else that is
 * known is off, null turns all off, absent leaves it to the registry. Rejects with `invalid` for unknown names.
 */
export const preferencesFromLists = (lists: {
  readonly channels?: readonly string[] | null | undefined
  readonly types?: readonly string[] | null | undefined
}) => ({ channels: listed('channels', lists.channels), types: listed('types', lists.types) })
