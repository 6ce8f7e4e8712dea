/** Letters and digits without those that look alike, since users may have to type the verifier. */
const characters = 'abcdefghkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const length = 8

/** A verifier of eight characters from 128 random bits in hex. */
export const verifierFrom = (hex: string): string => {
  let left = BigInt(`0x${hex}`)
  const base = BigInt(characters.length)
  let verifier = ''
  while (verifier.length < length) {
    verifier += characters[Number(left % base)]
    left /= base
  }
  return verifier
}

/** Whether the text has the form of a verifier. */
export const isVerifier = (text: string): boolean =>
  text.length === length && [...text].every((character) => characters.includes(character))
