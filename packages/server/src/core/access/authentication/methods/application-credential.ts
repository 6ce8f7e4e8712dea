import { exceedsMaxLength } from '../../../directory/users/password-rules.ts'
import { domainError, notFound } from '../../../kernel/domain-error.ts'
import type { OperationContext } from '../../../kernel/operation.ts'
import { fold } from '../../../kernel/text.ts'
import {
  type ApplicationCredential,
  unusableCredential,
} from '../../application-credentials/application-credential.ts'
import { credentialScope } from '../../application-credentials/credential-scope.ts'
import type { TokenView } from '../../tokens/token.ts'
import { authenticationFailed } from '../auth-result.ts'
import { limitAttempts } from '../limited-attempts.ts'
import type { SignInRequest } from '../sign-in-request.ts'
import type { Method, Subject } from '../sign-in-state.ts'

type CredentialInput = NonNullable<SignInRequest['applicationCredential']>
type Found = { readonly credential: ApplicationCredential; readonly view?: TokenView | undefined }

/** Milliseconds between recorded uses. */
const recordInterval = 60_000

/**
 * Authenticates an application credential by id, or by name and owner, with its secret. The token gets the scope of the
 * credential, so the request must not name a scope (T10). The owner is the stored one; a user beside an id is ignored
 * (T07). Rejects with `not_found` for an unknown id, as clients expect (keystone.md section 30).
 */
export const applicationCredentialMethod: Method = async ({ request, subjects }, at) => {
  const { applicationCredential: input, scope } = request
  if (!input)
    throw domainError(
      'invalid',
      'method_incomplete',
      'The application_credential method requires id and secret.',
    )
  if (scope) throw authenticationFailed('scope_not_askable')
  const { credentialCache } = at.ports
  const readVersion = credentialCache.version()
  const { credential, view } = await (input.id
    ? byId([{ id: input.id, secret: input.secret }, ...(input.orElse ? [input.orElse] : [])], at)
    : byName(input, subjects.applicationCredential, at))
  const unusable = unusableCredential(credential, at.now)
  if (unusable) throw authenticationFailed(unusable)
  const { id, userId, lastUsedAt } = credential
  const due = lastUsedAt === null || at.now - lastUsedAt >= recordInterval
  return {
    userId,
    methods: ['application_credential'],
    delegated: { scope: credentialScope(credential.scope), applicationCredentialId: id },
    ...(credential.expiresAt === null ? {} : { notAfter: Math.floor(credential.expiresAt / 1000) }),
    ...(view ? { cachedView: view } : {}),
    ...(due
      ? { recordUse: { kind: 'record_use', id, at: at.now, unlessSince: at.now - recordInterval } }
      : {}),
    ...(due || !view
      ? {
          onIssued: (issued) =>
            credentialCache.put(
              { credential: { ...credential, lastUsedAt: due ? at.now : lastUsedAt }, view: issued },
              readVersion,
            ),
        }
      : {}),
  }
}

type Named = Pick<CredentialInput, 'secret'> & { readonly id: string }

/** The first reading with a known id selects the credential; every secret read with that id is tried, as one attempt. */
const byId = async (readings: readonly [Named, ...Named[]], at: OperationContext): Promise<Found> => {
  for (const { id } of readings) {
    const found = at.ports.credentialCache.get(id) ?? (await stored(id, at))
    if (!found) continue
    return limitAttempts(subjectOf(id), at, async () => {
      for (const reading of readings)
        if (reading.id === id && (await verifySecret(reading.secret, found.credential, at))) return found
      throw authenticationFailed('application_credential_secret')
    })
  }
  throw notFound('application_credential', readings[0].id)
}

const subjectOf = (id: string) => `application_credential:${id}`

const stored = async (id: string, { stores }: OperationContext): Promise<Found | undefined> => {
  const credential = await stores.applicationCredentials.get(id)
  return credential && { credential }
}

/** Fails after the same time whether user, name or secret is wrong, so that only an id reveals a credential (T73). */
const byName = async (
  { name, secret }: CredentialInput,
  owner: Subject | undefined,
  at: OperationContext,
): Promise<Found> => {
  if (!name || !owner)
    throw domainError(
      'invalid',
      'reference_incomplete',
      'Identify the application credential by id, or by name and user.',
    )
  const { user, reference } = owner
  const credential = user && (await at.stores.applicationCredentials.getByName(user.id, name.trim()))
  const quick = !credential || at.ports.generatedSecrets.isHash(credential.secretHash)
  const subject = credential ? subjectOf(credential.id) : JSON.stringify([reference, fold(name.trim())])
  return limitAttempts(subject, at, async () => {
    if (!credential || !(await verifySecret(secret, credential, at))) {
      if (quick) await at.ports.passwords.verifyDummy(exceedsMaxLength(secret) ? '' : secret)
      throw authenticationFailed('application_credential_unknown')
    }
    return { credential, view: at.ports.credentialCache.get(credential.id)?.view }
  })
}

/** A generated secret has a fast hash; a chosen one is verified as a password. */
const verifySecret = async (
  secret: string,
  { secretHash, key }: ApplicationCredential,
  { now, ports: { generatedSecrets, passwords } }: Pick<OperationContext, 'now' | 'ports'>,
): Promise<boolean> => {
  if (exceedsMaxLength(secret)) return false
  if (!generatedSecrets.isHash(secretHash)) return (await passwords.verify(secret, secretHash)) !== false
  if (generatedSecrets.matches(secret, secretHash)) return true
  return (
    key?.previous != null && now < key.previous.until && generatedSecrets.matches(secret, key.previous.hash)
  )
}
