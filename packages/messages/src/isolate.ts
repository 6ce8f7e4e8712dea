const first = '\u2068'
const last = '\u2069'

/** Without the characters that change the direction of the text around them. */
export const withoutDirections = (text: string): string => text.replace(/\p{Bidi_Control}/gu, '')

/**
 * A name, an address or another text of a user inside a sentence: between isolates (Unicode 6.3), so that its direction
 * does not reorder the sentence. Directional controls of the text itself are removed.
 */
export const isolate = (text: string): string => `${first}${withoutDirections(text)}${last}`

/** The parts of a sentence in turn: its own text at even positions, isolated texts at odd ones. */
export const isolatedParts = (sentence: string): readonly string[] =>
  sentence.split(new RegExp(`${first}(.*?)${last}`, 'su'))
