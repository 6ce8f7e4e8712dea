import { command } from '../operation.ts'
import { cleanName, cleanText } from '../text.ts'
import { claimedEmail } from './claimed-email.ts'
import { checkDefaultProject } from './default-project.ts'
import { checkPassword, checkStrength } from './password-rules.ts'
import { newProfile } from './profile.ts'
import { setPassword } from './set-password.ts'
import type { User, UserKind, UserOptions, UserPreferences, UserStatus } from './user.ts'

export type CreateUser = {
  readonly name: string
  /** Absent: the domain of a domain-scoped caller, else the default domain. */
  readonly domainId?: string | undefined
  readonly kind?: UserKind | undefined
  readonly status?: UserStatus | undefined
  readonly password?: string | null | undefined
  readonly displayName?: string | null | undefined
  readonly email?: string | null | undefined
  /** The email must be an address, and nobody else's in the domain. */
  readonly claimEmail?: boolean | undefined
  readonly givenName?: string | null | undefined
  readonly familyName?: string | null | undefined
  readonly phoneNumber?: string | null | undefined
  readonly pictureUrl?: string | null | undefined
  readonly metadata?: Readonly<Record<string, unknown>> | undefined
  readonly preferences?: UserPreferences | undefined
  readonly description?: string | null | undefined
  readonly defaultProjectId?: string | null | undefined
  readonly developer?: boolean | undefined
  readonly options?: UserOptions | undefined
  readonly extra?: Readonly<Record<string, unknown>> | undefined
}

/**
 * Refuses `conflict` when the name, or the email to claim, is taken in the domain, `not_found` for an unknown
 * domain, `invalid` for names, addresses and passwords that cannot be.
 */
export const createUser = command({
  rule: 'identity:create_user',
  isolation: 'inserts only',
  load: async (input: CreateUser, at) => {
    if (input.domainId !== undefined) return { domainId: input.domainId }
    const { caller } = at
    const own = caller.kind === 'known' && caller.scope.kind === 'domain' ? caller.scope.domainId : undefined
    return { domainId: own ?? at.ports.settings.defaultDomainId }
  },
  target: (_input, { domainId }) => ({ target: { user: { domain_id: domainId } } }),
  prepare: async (input, _found, at) => {
    if (input.password === undefined) return undefined
    if (input.password !== null) checkPassword(input.password)
    checkStrength(input.password, at.ports)
    return input.password === null ? undefined : at.ports.passwords.hash(input.password)
  },
  apply: async (input, { found, prepared: hash, ...at }): Promise<User> => {
    const { stores, ports, now, record } = at
    await checkDefaultProject(input.defaultProjectId, stores)
    const address =
      input.claimEmail && typeof input.email === 'string' ? claimedEmail(input.email) : undefined
    const user = await stores.users.insert({
      id: ports.newId(),
      domainId: found.domainId,
      name: cleanName('user', input.name, 255),
      kind: input.kind ?? 'human',
      status: input.status ?? 'active',
      displayName: optional('display name', input.displayName, 255),
      email: address?.shown ?? optional('email', input.email, 320),
      claimedEmail: address?.claimed ?? null,
      ...newProfile(input),
      metadata: input.metadata,
      preferences: input.preferences,
      description: optional('description', input.description, 65_535),
      defaultProjectId: input.defaultProjectId ?? null,
      developer: input.developer ?? false,
      options: input.options ?? {},
      extra: input.extra ?? {},
      createdAt: now,
      updatedAt: now,
    })
    const passwordExpiresAt =
      hash === undefined ? null : await setPassword(user, { hash, selfService: false }, at)
    record({ kind: 'user.created', subject: { type: 'user', id: user.id }, domainId: user.domainId })
    return { ...user, passwordExpiresAt }
  },
})

const optional = (field: string, text: string | null | undefined, max: number) =>
  text === undefined || text === null ? null : cleanText(field, text, max)
