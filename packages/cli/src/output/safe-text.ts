/**
 * Control characters, format characters such as the bidirectional controls, and line separators: they could hide or
 * rearrange what a terminal shows. Joiners (U+200C, U+200D) are part of words and emoji.
 */
const unsafe = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|(?![\u200c\u200d])\p{Cf}/gu

/** `\t`, `\n`, or the code unit in hexadecimal, as in JSON. */
const escaped = (character: string): string => {
  if (character === '\t') return '\\t'
  if (character === '\n') return '\\n'
  if (character === '\r') return '\\r'
  return [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
    .join('')
}

/** Text in one line without anything that a terminal interprets. */
export const safeText = (text: string): string => text.replace(unsafe, escaped)

/** JSON or YAML whose strings have these characters escaped; line breaks of the document stay. */
export const safeDocument = (document: string): string =>
  document.replace(unsafe, (character) => (character === '\n' ? character : escaped(character)))

export const isSafe = (text: string): boolean => text.search(unsafe) === -1
