/**
 * The forms of a password that may match a stored hash, the one that is hashed today first: NFKC, so that it does not
 * matter how a keyboard composes letters. Hashes of earlier versions and of other systems are of the text as it was
 * typed, composed or not. One form for ASCII.
 */
export const passwordForms = (password: string): readonly [string, ...string[]] => {
  const normal = password.normalize('NFKC')
  return [normal, ...new Set([password, password.normalize('NFD')].filter((form) => form !== normal))]
}
