/** People may have to type it: letters and digits without those that look alike. */
const characters = 'abcdefghkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const length = 8

/** Eight characters out of 128 random bits in hex. */
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

/** Whether it can be one at all. */
export const isVerifier = (text: string): boolean =>
  text.length === length && [...text].every((character) => characters.includes(character))
