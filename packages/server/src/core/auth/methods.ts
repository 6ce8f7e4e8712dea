import { applicationCredentialMethod } from './application-credential-method.ts'
import { certificateMethod } from './certificate-method.ts'
import { oauth1Method } from './oauth1-method.ts'
import { passwordMethod } from './password-method.ts'
import type { Method } from './proof.ts'
import { tokenMethod } from './token-method.ts'
import { totpMethod } from './totp-method.ts'

/** Every way to prove who one is, by the name the request uses. */
export const methods: Readonly<Record<string, Method>> = {
  application_credential: applicationCredentialMethod,
  oauth1: oauth1Method,
  password: passwordMethod,
  token: tokenMethod,
  totp: totpMethod,
}

/** Those that need a door of their own: no request for a token may name them. */
export const certificateMethods: Readonly<Record<string, Method>> = { oauth2_credential: certificateMethod }
