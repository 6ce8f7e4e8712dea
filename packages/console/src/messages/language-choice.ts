import { isLanguage, type Language } from '@muster/messages/languages.ts'
import type { Messages } from '@muster/messages/messages.ts'

const catalogs: Readonly<Record<Language, () => Promise<{ readonly messages: Messages }>>> = {
  en: () => import('@muster/messages/en/messages.ts'),
  de: () => import('@muster/messages/de/messages.ts'),
  es: () => import('@muster/messages/es/messages.ts'),
  fa: () => import('@muster/messages/fa/messages.ts'),
  hi: () => import('@muster/messages/hi/messages.ts'),
  ja: () => import('@muster/messages/ja/messages.ts'),
}

export const loadMessages = async (language: Language): Promise<Messages> =>
  (await catalogs[language]()).messages

const key = 'muster.console.language'

/** The stored choice, or the first language of the browser that the console has. */
export const chosenLanguage = (): Language => {
  const stored = localStorage.getItem(key) ?? ''
  if (isLanguage(stored)) return stored
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en'
}

export const storeLanguage = (language: Language): void => localStorage.setItem(key, language)
