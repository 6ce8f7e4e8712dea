import type { Messages } from './messages.ts'

/** The languages of the console, by their own names. */
export const languages = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fa: 'فارسی',
  hi: 'हिन्दी',
  ja: '日本語',
} as const

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

const key = 'muster.console.language'

const isLanguage = (text: string): text is Language => Object.hasOwn(languages, text)

/** The stored choice, or the first language of the browser that the console has. */
export const chosenLanguage = (): Language => {
  const stored = localStorage.getItem(key) ?? ''
  if (isLanguage(stored)) return stored
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en'
}

export const storeLanguage = (language: Language): void => localStorage.setItem(key, language)
