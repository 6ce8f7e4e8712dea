/** The text before the salt: the scheme and its cost parameters. */
const prefixes: readonly RegExp[] = [
  /^\$argon2(?:id|i|d)\$v=19\$m=(\d+),t=(\d+),p=\d+\$/,
  /^\$2[aby]\$(\d\d)\$/,
  /^\$bcrypt-sha256\$(?:2[ab],(\d{1,2})|v=2,t=2[ab],r=(\d{1,2}))\$/,
  /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,3}),p=(\d{1,2})\$/,
  /^\$pbkdf2(?:|-sha1|-sha256|-sha512)\$(?:i=(\d+)(?:,l=\d+)?|(\d+))\$/,
  /^pbkdf2_(?:sha1|sha256)\$(\d+)\$/,
]

export type PasswordScheme = {
  /** The text before the salt. */
  readonly prefix: string
  /** Hashes of one family differ in cost only by their parameters. */
  readonly family: string
  /** Comparable only within a family. */
  readonly work: number
}

const exponential = new Set(['$2', '$bcrypt-sha256', '$scrypt'])

/** The scheme of a hash, from its text. */
export const passwordScheme = (hash: string): PasswordScheme | undefined => {
  for (const form of prefixes) {
    const [prefix, ...numbers] = form.exec(hash) ?? []
    if (prefix === undefined) continue
    const parameters = numbers.filter((text) => text !== undefined).map(Number)
    const family = prefix.startsWith('$2') ? '$2' : (/^\$?[^$]+/.exec(prefix)?.[0] ?? prefix)
    const [first = 0, ...rest] = parameters
    const base = exponential.has(family) ? 2 ** first : first
    return { prefix, family, work: rest.reduce((product, next) => product * next, base) }
  }
  return undefined
}
