import { type Collection, defineNoun } from './collection.ts'
import { type Extra, plain, type Ref, reference } from './fields.ts'

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

export const identityProviderNoun = defineNoun({
  creation: 'with id',
  name: 'identity_provider',
  path: '/OS-FEDERATION/identity_providers',
  fields: {
    id: plain,
    domainId: reference,
    enabled: plain,
    description: plain,
    remoteIds: plain,
    authorizationTtl: plain,
  },
  required: ['id'],
  query: { enabled: plain },
})

export type IdentityProviders = Collection<
  IdentityProvider,
  NewIdentityProvider,
  IdentityProviderChanges,
  IdentityProviderQuery
>
