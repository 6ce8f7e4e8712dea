import { useLanguage } from '../messages/use-messages.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

const formatIn = (language: string): Intl.DateTimeFormat => {
  const known = formats.get(language)
  if (known) return known
  const made = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' })
  formats.set(language, made)
  return made
}

/** A time of the API in the language and time zone of the reader; a dash for none. */
export const Time = ({ value }: { readonly value: string | null }) => {
  const { language } = useLanguage()
  if (value === null) return '–'
  return (
    <time dateTime={value} title={value}>
      {formatIn(language).format(new Date(value))}
    </time>
  )
}
