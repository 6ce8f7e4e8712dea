/**
 * The forms of a password that can match a stored hash. The first is NFKC, which is hashed now, so that the composition
 * of characters by the keyboard does not matter. Hashes of earlier versions and of other systems can use the text as
 * typed, composed or decomposed. ASCII has one form.
 */
export const passwordForms = (password: string): readonly [string, ...string[]] => {
  const normal = password.normalize('NFKC')
  return [normal, ...new Set([password, password.normalize('NFD')].filter((form) => form !== normal))]
}
