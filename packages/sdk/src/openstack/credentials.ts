import { type Collection, defineNoun } from './collection.ts'
import { type Extra, plain, type Ref, reference } from './fields.ts'

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

export const credentialNoun = defineNoun({
  name: 'credential',
  fields: {
    type: plain,
    userId: reference,
    projectId: reference,
    blob: plain,
  },
  required: ['type', 'userId', 'blob'],
  query: { userId: reference, type: plain },
})

export type Credentials = Collection<Credential, NewCredential, CredentialChanges, CredentialQuery>
