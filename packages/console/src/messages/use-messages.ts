import type { Language } from '@muster/messages/languages.ts'
import type { Messages } from '@muster/messages/messages.ts'
import { createContext, use } from 'react'

export type Localized = {
  readonly language: Language
  readonly messages: Messages
  readonly setLanguage: (language: Language) => Promise<void>
}

export const MessagesContext = createContext<Localized | undefined>(undefined)

export const useLanguage = (): Localized => {
  const found = use(MessagesContext)
  if (!found) throw new Error('There are no messages above this component.')
  return found
}

export const useMessages = (): Messages => useLanguage().messages
