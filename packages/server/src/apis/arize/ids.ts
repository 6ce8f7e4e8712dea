/**
 * Ids of this API are Base64 of `User:1:<id>`. Clients take a text that decodes to something with a colon for an id, and
 * anything else for a name. The id of a pair contains two ids.
 */
export type IdKind =
  | 'User'
  | 'Organization'
  | 'Space'
  | 'Project'
  | 'Role'
  | 'ApiKey'
  | 'RoleBinding'
  | 'OrganizationMembership'
  | 'SpaceMembership'

/** An id that no object has: the result of a lookup is not found or forbidden, according to the caller's rights. */
const nothing = ''

export const idOf = (kind: IdKind, ...parts: readonly string[]): string =>
  Buffer.from([kind, '1', ...parts].join(':')).toString('base64')

const partsOf = (kind: IdKind, text: string): readonly string[] => {
  const [found, shard, ...parts] = Buffer.from(text, 'base64').toString().split(':')
  // Accepts only the canonical encoding.
  const whole = found === kind && shard === '1' && idOf(kind, ...parts) === text
  return whole && parts.every((part) => /^[\w-]{1,64}$/.test(part)) ? parts : []
}

/** Muster's id, or an id that no object has if the text is not an id of the kind. */
export const readId = (kind: IdKind, text: string): string => {
  const [id = nothing, ...more] = partsOf(kind, text)
  return more.length === 0 ? id : nothing
}

export const readBindingId = (text: string): { readonly userId: string; readonly projectId: string } => {
  const [userId = nothing, projectId = nothing] = partsOf('RoleBinding', text)
  return { userId, projectId }
}
