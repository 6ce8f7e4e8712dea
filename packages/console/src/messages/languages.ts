import type { User } from '@muster/sdk'
import type { Messages } from './messages.ts'

/** The languages of the console and of emails, by their own names. */
export const languages = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fa: 'فارسی',
  hi: 'हिन्दी',
  ja: '日本語',
} as const satisfies Record<NonNullable<User['language']>, string>

export type Language = keyof typeof languages

export const directionOf = (language: Language): 'ltr' | 'rtl' => (language === 'fa' ? 'rtl' : 'ltr')

const catalogs: Readonly<Record<Language, () => Promise<{ readonly messages: Messages }>>> = {
  en: () => import('./en/messages.ts'),
  de: () => import('./de/messages.ts'),
  es: () => import('./es/messages.ts'),
  fa: () => import('./fa/messages.ts'),
  hi: () => import('./hi/messages.ts'),
  ja: () => import('./ja/messages.ts'),
}

export const loadMessages = async (language: Language): Promise<Messages> =>
  (await catalogs[language]()).messages

const isLanguage = (text: string): text is Language => Object.hasOwn(languages, text)

/** The code itself for a language that this console does not know. */
export const languageName = (code: string | null): string | null =>
  code !== null && isLanguage(code) ? languages[code] : code

const key = 'muster.console.language'

/** The stored choice, or the first language of the browser that the console has. */
export const chosenLanguage = (): Language => {
  const stored = localStorage.getItem(key) ?? ''
  if (isLanguage(stored)) return stored
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en'
}

export const storeLanguage = (language: Language): void => localStorage.setItem(key, language)
