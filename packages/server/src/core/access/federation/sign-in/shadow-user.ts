import type { FederatedKey, FederatedLink } from '../../../directory/federated-users/federated-link.ts'
import type { Project } from '../../../directory/projects/project.ts'
import type { User } from '../../../directory/users/user.ts'
import { toHex } from '../../../kernel/encodings.ts'
import type { CommandContext } from '../../../kernel/operation.ts'
import { normalizeName, normalizeText } from '../../../kernel/text.ts'
import { authenticationFailed } from '../../authentication/auth-result.ts'
import type { MappedIdentity } from '../mapping/apply-mapping.ts'
import { requireActive } from './resolve-identity.ts'

/** Characters of an id at a provider after percent-encoding. */
const maxUniqueId = 255

/** The mapped id or name, percent-encoded as Keystone does. Rejects with `unauthenticated` for a user without both. */
export const uniqueIdOf = ({ id, name }: MappedIdentity['user']): string => {
  const found = id ?? name
  if (!found?.isWellFormed()) throw authenticationFailed('mapping_without_user')
  const encoded = encodeURIComponent(found)
    .replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%2F', '/')
  if (encoded === '' || encoded.length > maxUniqueId) throw authenticationFailed('mapping_without_user')
  return encoded
}

type Mapped = Pick<MappedIdentity['user'], 'name' | 'email'>

/** The linked user, with the name and email that the provider has now. */
export const renewShadowUser = async (
  link: FederatedLink,
  mapped: Mapped,
  at: CommandContext,
): Promise<User> => {
  const { stores, now, record } = at
  const user = await stores.users.get(link.userId)
  if (!user) throw authenticationFailed('user_unknown')
  await requireActive(user, at)
  const displayName = displayNameOf(mapped, link.uniqueId)
  if (displayName !== link.displayName) await stores.federatedUsers.rename(link, displayName)
  // A user that an administrator created and linked keeps its own name and address.
  if (!link.shadow) return user
  const email = emailOf(mapped) ?? user.email
  if (user.displayName === displayName && user.email === email) return user
  const updated = await stores.users.update(user.id, {
    name: await freeName(displayName, user.domainId, user.id, at),
    displayName,
    ...(email === user.email ? {} : { email, claimedEmail: null }),
    updatedAt: now,
  })
  record({
    kind: 'user.updated',
    subject: { type: 'user', id: user.id },
    domainId: user.domainId,
    invalidates: [`user:${user.id}`],
    detail: { fields: ['displayName', 'email'] },
  })
  return updated ?? user
}

/** Creates the user of a first sign-in, with its link. */
export const createShadowUser = async (
  key: FederatedKey,
  domain: Project,
  mapped: Mapped,
  at: CommandContext,
): Promise<User> => {
  const { stores, now, record } = at
  const id = await freeId(key, domain.id, at)
  const displayName = displayNameOf(mapped, key.uniqueId)
  const user = await stores.users.insert({
    id,
    domainId: domain.id,
    name: await freeName(displayName, domain.id, id, at),
    kind: 'human',
    status: 'active',
    displayName,
    email: emailOf(mapped),
    // The address is what the provider says, not what the user has proved here (T54).
    claimedEmail: null,
    description: null,
    defaultProjectId: null,
    developer: true,
    options: {},
    extra: {},
    createdAt: now,
    updatedAt: now,
  })
  await stores.federatedUsers.insert({ ...key, userId: id, displayName, shadow: true, groupIds: [] })
  record({ kind: 'user.created', subject: { type: 'user', id }, domainId: domain.id })
  return user
}

const displayNameOf = ({ name }: Mapped, uniqueId: string): string =>
  normalizeName('user', name ?? uniqueId, 255)

const emailOf = ({ email }: Mapped): string | null =>
  email === undefined ? null : normalizeText('email', email, 320)

/**
 * Keystone's id of the user, the same on every server. It does not depend on the provider, so users of two providers can
 * have the same: the second gets another id, not the first one's account (T53).
 */
const freeId = async (
  { uniqueId }: FederatedKey,
  domainId: string,
  { stores, ports }: CommandContext,
): Promise<string> => {
  const id = toHex(ports.digests.sha256(`${domainId}user${uniqueId}`))
  const taken = (await stores.users.get(id)) ?? (await stores.deletedUsers.get(id))
  return taken ? ports.newId() : id
}

/** The name, or the id when another user of the domain has the name: names are unique, those of a provider need not be. */
const freeName = async (
  name: string,
  domainId: string,
  id: string,
  { stores }: CommandContext,
): Promise<string> => {
  const owner = await stores.users.getByName(domainId, name)
  return owner && owner.id !== id ? id : name
}
