import { applicationCredentialMethod } from './methods/application-credential.ts'
import { certificateMethod } from './methods/certificate.ts'
import { federatedMethod } from './methods/federated.ts'
import { oauth1Method } from './methods/oauth1.ts'
import { passwordMethod } from './methods/password.ts'
import { tokenMethod } from './methods/token.ts'
import { totpMethod } from './methods/totp.ts'
import type { Method } from './sign-in-state.ts'

/** The authentication methods by their name in a request. */
export const methods: Readonly<Record<string, Method>> = {
  application_credential: applicationCredentialMethod,
  mapped: federatedMethod('mapped'),
  oauth1: oauth1Method,
  openid: federatedMethod('openid'),
  password: passwordMethod,
  saml2: federatedMethod('saml2'),
  token: tokenMethod,
  totp: totpMethod,
}

/** Methods available only through the mutual-TLS token endpoint; requests for a token cannot name them. */
export const certificateMethods: Readonly<Record<string, Method>> = { oauth2_credential: certificateMethod }
