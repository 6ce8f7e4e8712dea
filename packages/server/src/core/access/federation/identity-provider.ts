import { domainError } from '../../kernel/domain-error.ts'
import { checkPathSegment, normalizeText } from '../../kernel/text.ts'

/** An external service that authenticates users. */
export type IdentityProvider = {
  /** Chosen by the administrator. */
  readonly id: string
  /** The domain of its users, unless a mapping names another one. */
  readonly domainId: string
  readonly enabled: boolean
  readonly description: string | null
  /** The names that it has in assertions. Each belongs to one identity provider. Empty: not checked. */
  readonly remoteIds: readonly string[]
  /** Minutes for which the memberships of groups of a sign-in stay valid; null: the default of the server. */
  readonly authorizationTtl: number | null
}

/** The id of an identity provider, a protocol or a mapping. Clients use it in paths. */
export const normalizeFederationId = (id: string): string =>
  checkPathSegment('id', normalizeText('id', id, 64))

/** In order. Rejects with `invalid` when one is repeated. */
export const normalizeRemoteIds = (remoteIds: readonly string[]): readonly string[] => {
  if (new Set(remoteIds).size < remoteIds.length)
    throw domainError('invalid', 'remote_id_repeated', 'remote_ids must not contain the same id twice.', {
      field: 'remote_ids',
    })
  return remoteIds.map((remoteId) => normalizeText('remote_ids', remoteId, 64)).toSorted()
}

export const normalizeProviderDescription = (description: string | null): string | null =>
  description === null ? null : normalizeText('description', description, 65_535)
