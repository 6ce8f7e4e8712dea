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

/** Every known channel and type, on or off. A notification is delivered by a channel when channel and type are on. */
export type Preferences = {
  readonly channels: Switches<Channel>
  readonly types: Switches<NotificationType>
}

/** Absent keys do not change. */
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
      `Unknown ${part === 'channels' ? 'channel' : 'notification type'}: ${unknown.slice(0, 64)}.`,
      { field: part },
    )
}

const filled = <K extends string>(
  rows: Readonly<Record<K, { readonly enabled: boolean }>>,
  stored: Readonly<Record<string, boolean>> = {},
): Switches<K> =>
  Object.fromEntries(
    Object.entries<{ readonly enabled: boolean }>(rows).map(([name, { enabled }]) => [
      name,
      Object.hasOwn(stored, name) ? stored[name] === true : enabled,
    ]),
  ) as Switches<K>

/** The effective preferences: stored values over the defaults of the registry. */
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
 * Preferences of a new user from lists of enabled names (roboto.md section 3). Listed names are on, other known names
 * are off; null turns all off; an absent list means the defaults. Rejects with `invalid` for unknown names.
 */
export const preferencesFromLists = (lists: {
  readonly channels?: readonly string[] | null | undefined
  readonly types?: readonly string[] | null | undefined
}) => ({ channels: listed('channels', lists.channels), types: listed('types', lists.types) })
