/** A secret kept for a user: `ec2`, `totp`, `cert` are conventions, any type is taken (keystone.md section 17). */
export type Credential = {
  /** Of type ec2: the SHA-256 of the access key in hex, so that an access key is unique. */
  readonly id: string
  readonly userId: string
  readonly projectId: string | null
  readonly type: string
  /** In clear; the store only ever sees it sealed. */
  readonly blob: string
  readonly extra: Readonly<Record<string, unknown>>
  /** The delegation an ec2 credential was made with: what is signed with it never reaches further. */
  readonly madeWith: OriginDelegation | null
  readonly createdAt: number
}

export type OriginDelegation = {
  readonly kind: 'trust' | 'application_credential' | 'access_token'
  readonly id: string
}

/** What the blob of an ec2 credential holds; the delegation it was made with is never the client's to say. */
export type Ec2Blob = {
  readonly access: string
  readonly secret: string
  readonly trust_id?: string
  readonly app_cred_id?: string
  readonly access_token_id?: string
}
