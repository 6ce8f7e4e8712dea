import { refuse } from '../refusal.ts'

/** Bytes of UTF-8; longer input is refused before any hashing, never cut (T76). */
export const maxPasswordBytes = 4096

/** Whether no password can be that long. What is long as text is not encoded first, however long it is. */
export const isOverlong = (password: string): boolean =>
  password.length > maxPasswordBytes || new TextEncoder().encode(password).length > maxPasswordBytes

export const checkPassword = (password: string): void => {
  if (password === '')
    throw refuse('invalid', 'password_empty', 'A password must not be empty.', { field: 'password' })
  if (isOverlong(password))
    throw refuse('invalid', 'password_too_long', `A password is at most ${maxPasswordBytes} bytes long.`, {
      field: 'password',
    })
  // UTF-8 has no lone surrogates: their stand-in would make different passwords equal.
  if (!password.isWellFormed())
    throw refuse('invalid', 'password_unstorable', 'A password must not hold broken characters.', {
      field: 'password',
    })
}
