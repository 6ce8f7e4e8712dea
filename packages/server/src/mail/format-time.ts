import type { Language } from '@muster/messages/languages.ts'

const formats = new Map<Language, Intl.DateTimeFormat>()

const formatIn = (language: Language): Intl.DateTimeFormat => {
  const known = formats.get(language)
  if (known) return known
  const made = new Intl.DateTimeFormat(language, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: 'UTC',
    timeZoneName: 'short',
  })
  formats.set(language, made)
  return made
}

/** A time in unix milliseconds, with its zone: the zone of the reader is not known. */
export const formatTime = (at: number, language: Language): string => formatIn(language).format(at)
