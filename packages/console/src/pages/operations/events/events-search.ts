import { given, textOf } from '../search-values.ts'

/** What the address of the event log contains: its conditions, and whether it follows new events. */
export type EventsSearch = {
  readonly kind?: string
  readonly actor_id?: string
  readonly subject_type?: string
  readonly subject_id?: string
  readonly domain_id?: string
  readonly since?: string
  readonly until?: string
  readonly live?: true
}

export const conditionNames = [
  'kind',
  'actor_id',
  'subject_type',
  'subject_id',
  'domain_id',
  'since',
  'until',
] as const

export type EventConditions = { readonly [K in (typeof conditionNames)[number]]?: string }

export const conditionsOf = (search: Readonly<Record<string, unknown>>): EventConditions =>
  given(Object.fromEntries(conditionNames.map((name) => [name, textOf(search[name])])))

export const readEventsSearch = (raw: Record<string, unknown>): EventsSearch => ({
  ...conditionsOf(raw),
  ...(raw['live'] === true ? { live: true as const } : {}),
})
