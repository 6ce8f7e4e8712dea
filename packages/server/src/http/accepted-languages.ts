/** A longer header is not read; browsers send less than 200 characters. */
const maxLength = 1000

const range = /^(?:\*|[a-z]{1,8}(?:-[a-z0-9]{1,8})*)$/i
const weight = /^q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/i

/** The weight of one language range, 0 if it or its parameters are malformed. */
const weightOf = (parameters: readonly string[]): number => {
  if (parameters.length === 0) return 1
  const [, value = '0'] = parameters.length === 1 ? (weight.exec(parameters[0] ?? '') ?? []) : []
  return Number(value)
}

/**
 * The languages of a header `Accept-Language` without regions, in lower case, the preferred one first (RFC 9110 section
 * 12.5.4); `*` is any other language.
 */
export const acceptedLanguages = (header: string | undefined): readonly string[] => {
  if (header === undefined || header.length > maxLength) return []
  const ranges = header.split(',').flatMap((part) => {
    const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim())
    const q = range.test(name) ? weightOf(parameters) : 0
    return q > 0 ? [{ language: name.toLowerCase().split('-')[0] ?? '', q }] : []
  })
  // The sort is stable: equal weights stay in the order of the header.
  return ranges.sort((a, b) => b.q - a.q).map(({ language }) => language)
}
