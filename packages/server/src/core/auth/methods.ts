import { passwordMethod } from './password-method.ts'
import type { Method } from './proof.ts'
import { tokenMethod } from './token-method.ts'

/** Every way to prove who one is, by the name the request uses. */
export const methods: Readonly<Record<string, Method>> = {
  password: passwordMethod,
  token: tokenMethod,
}
