/**
 * Ids of this face are Base64 of `User:1:<id>`: whatever holds a colon there is taken for an id by the clients, and
 * everything else for a name. Two ids stand side by side where a thing is a pair.
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

/** What nothing has: looked up, it is not found by those who may know, and forbidden to all others. */
const nothing = ''

export const idOf = (kind: IdKind, ...parts: readonly string[]): string =>
  Buffer.from([kind, '1', ...parts].join(':')).toString('base64')

const partsOf = (kind: IdKind, text: string): readonly string[] => {
  const [found, shard, ...parts] = Buffer.from(text, 'base64').toString().split(':')
  // What decodes to the same bytes is still no other way to write an id.
  const whole = found === kind && shard === '1' && idOf(kind, ...parts) === text
  return whole && parts.every((part) => /^[\w-]{1,64}$/.test(part)) ? parts : []
}

/** Muster's id, or one that nothing has where the text is no id of the kind. */
export const readId = (kind: IdKind, text: string): string => {
  const [id = nothing, ...more] = partsOf(kind, text)
  return more.length === 0 ? id : nothing
}

export const readBindingId = (text: string): { readonly userId: string; readonly projectId: string } => {
  const [userId = nothing, projectId = nothing] = partsOf('RoleBinding', text)
  return { userId, projectId }
}
