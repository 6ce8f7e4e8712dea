import { domainError } from './domain-error.ts'

/** The languages of emails and pages, as ISO 639-1 codes: those of `packages/contract/src/languages.ts`. */
export const languages = ['en', 'de', 'es', 'fa', 'hi', 'ja'] as const
export type Language = (typeof languages)[number]

export const isLanguage = (text: string): text is Language => languages.some((known) => known === text)

/** Rejects with `invalid` for any other language. Null: no preference. */
export const checkLanguage = (input: string | null | undefined): Language | null | undefined => {
  if (input === undefined || input === null) return input
  const language = languages.find((known) => known === input)
  if (language === undefined)
    throw domainError('invalid', 'value_unknown', `language must be one of ${languages.join(', ')}.`, {
      field: 'language',
    })
  return language
}
