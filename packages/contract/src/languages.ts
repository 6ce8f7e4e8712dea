/** The languages of emails, pages and the console, as ISO 639-1 codes. */
export const languageCodes = ['en', 'de', 'es', 'fa', 'hi', 'ja'] as const
export type LanguageCode = (typeof languageCodes)[number]
