import type { Send } from './api.ts'
import { type Collection, createByPut, makeCollection, type Noun } from './collection.ts'
import { type Extra, type Ref, readOnly, reference } from './fields.ts'

/** An external provider whose users can sign in. */
export type IdentityProvider = {
  readonly id: string
  readonly domainId?: string
  readonly enabled: boolean
  readonly description?: string | null
  /** The names by which the provider identifies itself, such as the issuer. */
  readonly remoteIds: readonly string[]
  /** Minutes for which the groups of a sign-in stay; null: the setting of the server. */
  readonly authorizationTtl?: number | null
  readonly links?: { readonly self: string; readonly protocols: string }
  /** Additional attributes. */
  readonly extra: Extra
}

export type NewIdentityProvider = {
  readonly id: string
  /** A new domain by default. */
  readonly domainId?: Ref | null | undefined
  readonly enabled?: boolean | undefined
  readonly description?: string | null | undefined
  readonly remoteIds?: readonly string[] | undefined
  readonly authorizationTtl?: number | null | undefined
}

export type IdentityProviderChanges = Partial<Omit<NewIdentityProvider, 'id' | 'domainId'>>

export type IdentityProviderQuery = { readonly enabled?: boolean | undefined }

export const identityProviderNoun = {
  name: 'identity_provider',
  path: '/OS-FEDERATION/identity_providers',
  rows: 'identity_providers',
  fields: {
    id: 'id',
    domainId: reference('domain_id'),
    enabled: 'enabled',
    description: 'description',
    remoteIds: 'remote_ids',
    authorizationTtl: 'authorization_ttl',
    links: readOnly('links'),
  },
  required: ['id'],
  query: { enabled: 'enabled' },
} as const satisfies Noun

export type IdentityProviders = Collection<
  IdentityProvider,
  NewIdentityProvider,
  IdentityProviderChanges,
  IdentityProviderQuery
>

export const makeIdentityProviders = (send: Send): IdentityProviders => ({
  ...makeCollection<IdentityProvider, NewIdentityProvider, IdentityProviderChanges, IdentityProviderQuery>(
    send,
    identityProviderNoun,
  ),
  create: createByPut(send, identityProviderNoun),
})
