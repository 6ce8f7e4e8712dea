import { notFound } from '../../core/refusal.ts'

/**
 * Ids of this face are Base64 of `User:1:<id>`: whatever holds a colon there is taken for an id by the clients, and
 * everything else for a name. Two ids stand side by side where a thing is a pair.
 */
const nouns = {
  User: 'user',
  Organization: 'organization',
  Space: 'space',
  Project: 'project',
  Role: 'role',
  ApiKey: 'api_key',
  RoleBinding: 'role_binding',
  OrganizationMembership: 'membership',
  SpaceMembership: 'membership',
} as const
export type IdKind = keyof typeof nouns

export const idOf = (kind: IdKind, ...parts: readonly string[]): string =>
  Buffer.from([kind, '1', ...parts].join(':')).toString('base64')

const partsOf = (kind: IdKind, text: string, count: number): readonly string[] => {
  const [found, shard, ...parts] = Buffer.from(text, 'base64').toString().split(':')
  const whole = found === kind && shard === '1' && parts.length === count
  // What decodes to the same bytes is still no other way to write an id.
  if (!whole || idOf(kind, ...parts) !== text || parts.some((part) => !/^[\w-]{1,64}$/.test(part)))
    throw notFound(nouns[kind], text)
  return parts
}

/** Muster's id; `not_found` for whatever is no id of the kind. */
export const readId = (kind: IdKind, text: string): string => partsOf(kind, text, 1)[0] ?? ''

export const readBindingId = (text: string): { readonly userId: string; readonly projectId: string } => {
  const [userId = '', projectId = ''] = partsOf('RoleBinding', text, 2)
  return { userId, projectId }
}
