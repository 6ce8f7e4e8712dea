import type { Method } from './auth-result.ts'
import { applicationCredentialMethod } from './methods/application-credential.ts'
import { certificateMethod } from './methods/certificate.ts'
import { oauth1Method } from './methods/oauth1.ts'
import { passwordMethod } from './methods/password.ts'
import { tokenMethod } from './methods/token.ts'
import { totpMethod } from './methods/totp.ts'

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
