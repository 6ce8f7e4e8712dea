import { choiceOf, given, textOf } from '../search-values.ts'

export const messageStates = ['queued', 'sent', 'dead'] as const

/** What the address of the list of emails contains. */
export type MailSearch = {
  readonly state?: (typeof messageStates)[number]
  readonly user_id?: string
}

export const readMailSearch = (raw: Record<string, unknown>): MailSearch =>
  given({ state: choiceOf(raw['state'], messageStates), user_id: textOf(raw['user_id']) })
