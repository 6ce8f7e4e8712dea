import { requireNonEmptyText } from '../transport/arguments.ts'
import { ArgumentError } from '../transport/errors.ts'

/**
 * A password as the service expects it: each code point XOR 42, as UTF-8, in Base64. This hides the password from a
 * glance and does not protect it. Sign-in sends passwords unencoded.
 */
export const encodePassword = (argument: string, value: unknown): string => {
  const password = requireNonEmptyText(argument, value)
  // UTF-8 cannot represent half of a surrogate pair: another password would be set.
  if (/\p{Surrogate}/u.test(password)) throw new ArgumentError(argument, 'must be well-formed Unicode')
  const shifted = Array.from(password, (character) =>
    String.fromCodePoint((character.codePointAt(0) ?? 0) ^ 42),
  ).join('')
  return btoa(Array.from(new TextEncoder().encode(shifted), (byte) => String.fromCharCode(byte)).join(''))
}
