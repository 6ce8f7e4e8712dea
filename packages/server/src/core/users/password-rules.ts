import { refuse } from '../refusal.ts'

/** Characters; longer input is refused before any hashing, never cut (T76). */
export const maxPasswordLength = 4096

export const checkPassword = (password: string): void => {
  if (password === '') throw refuse('invalid', 'password_empty', 'A password must not be empty.', { field: 'password' })
  if (password.length > maxPasswordLength)
    throw refuse('invalid', 'password_too_long', `A password is at most ${maxPasswordLength} characters long.`, {
      field: 'password',
    })
}
