import type { Send } from './api.ts'
import { type Collection, makeCollection, type Noun } from './collection.ts'
import { type Extra, type Ref, readOnly, reference } from './fields.ts'

/** A secret of a user: an EC2 key, the seed of one-time passwords, a certificate. */
export type Credential = {
  readonly id: string
  /** `ec2`, `totp`, `cert` or any other text. */
  readonly type: string
  readonly userId: string
  readonly projectId?: string | null
  /** The secret itself; of an EC2 key, JSON with `access` and `secret`. */
  readonly blob: string
  readonly links?: { readonly self: string }
  /** Additional attributes. */
  readonly extra: Extra
}

export type NewCredential = {
  readonly type: string
  readonly userId: Ref
  readonly blob: string
  /** Required for the type `ec2`. */
  readonly projectId?: Ref | null | undefined
  readonly extra?: Extra | undefined
}

export type CredentialChanges = Partial<NewCredential>

export type CredentialQuery = {
  readonly userId?: Ref | undefined
  readonly type?: string | undefined
}

export const credentialNoun = {
  name: 'credential',
  path: '/credentials',
  rows: 'credentials',
  fields: {
    id: readOnly('id'),
    type: 'type',
    userId: reference('user_id'),
    projectId: reference('project_id'),
    blob: 'blob',
    links: readOnly('links'),
  },
  required: ['type', 'userId', 'blob'],
  query: { userId: reference('user_id'), type: 'type' },
} as const satisfies Noun

export type Credentials = Collection<Credential, NewCredential, CredentialChanges, CredentialQuery>

export const makeCredentials = (send: Send): Credentials => makeCollection(send, credentialNoun)
