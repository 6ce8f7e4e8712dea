import { applicationCredentialMethod } from './application-credential-method.ts'
import { passwordMethod } from './password-method.ts'
import type { Method } from './proof.ts'
import { tokenMethod } from './token-method.ts'

/** Every way to prove who one is, by the name the request uses. */
export const methods: Readonly<Record<string, Method>> = {
  application_credential: applicationCredentialMethod,
  password: passwordMethod,
  token: tokenMethod,
}
