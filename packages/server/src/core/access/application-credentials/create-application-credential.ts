import { checkPassword } from '../../directory/users/password-rules.ts'
import { domainError } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import type { ApplicationCredentialView } from './application-credential.ts'
import { viewedOne } from './get-application-credential.ts'
import { type DelegationRequest, issueApplicationCredential } from './issue-application-credential.ts'

export type CreateApplicationCredential = DelegationRequest & {
  /** Absent: a secret is generated. */
  readonly secret?: string | undefined
}

/** The secret is shown once. */
export type CreatedApplicationCredential = {
  readonly credential: ApplicationCredentialView
  readonly secret: string
}

/** Rejects as `issueApplicationCredential` does. */
export const createApplicationCredential = command({
  rules: {
    any: ['identity:create_application_credential', 'muster:create_api_key'],
    choose: ({ scope }: CreateApplicationCredential) =>
      scope === undefined ? 'identity:create_application_credential' : 'muster:create_api_key',
  },
  target: ({ userId }) => ({ user_id: userId }),
  prepare: async ({ secret }, _found, { ports: { generatedSecrets, passwords, settings } }) => {
    if (secret === undefined) {
      const made = generatedSecrets.make()
      return { secret: made, hash: generatedSecrets.hash(made) }
    }
    checkPassword(secret)
    checkSecret(secret, settings.minApplicationCredentialSecret)
    return { secret, hash: await passwords.hash(secret) }
  },
  apply: async (input, { prepared, ...at }): Promise<CreatedApplicationCredential> => {
    const credential = await issueApplicationCredential(input, prepared.hash, at)
    return { credential: await viewedOne(credential, at), secret: prepared.secret }
  },
})

/** No second factor protects the secret, so it must not be guessable. */
const checkSecret = (secret: string, min: number): void => {
  if (Array.from(secret).length < min)
    throw domainError(
      'invalid',
      'secret_too_short',
      `The secret must have at least ${min} characters. Omit it to have one generated.`,
      { field: 'secret' },
    )
}
