/** The languages of Muster, by their own names. */
export const languages = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fa: 'فارسی',
  hi: 'हिन्दी',
  ja: '日本語',
} as const

export type Language = keyof typeof languages

export const isLanguage = (text: string): text is Language => Object.hasOwn(languages, text)

export const directionOf = (language: Language): 'ltr' | 'rtl' => (language === 'fa' ? 'rtl' : 'ltr')

/** The code itself for a language that is not in the catalog. */
export const languageName = (code: string | null): string | null =>
  code !== null && isLanguage(code) ? languages[code] : code
