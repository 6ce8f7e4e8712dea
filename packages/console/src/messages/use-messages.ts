import { createContext, use } from 'react'
import type { Language } from './languages.ts'
import type { Messages } from './messages.ts'

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
