/** A secret stored for a user. `ec2`, `totp` and `cert` are conventions; any type is accepted (keystone.md section 17). */
export type Credential = {
  /** For type ec2 the SHA-256 of the access key in hex, which makes access keys unique. */
  readonly id: string
  readonly userId: string
  readonly projectId: string | null
  readonly type: string
  /** Plain text; the store receives it sealed only. */
  readonly blob: string
  readonly extra: Readonly<Record<string, unknown>>
  /** The delegation an ec2 credential was made with; it bounds the tokens issued for signatures of the key. */
  readonly madeWith: OriginDelegation | null
  readonly createdAt: number
}

export type OriginDelegation = {
  readonly kind: 'trust' | 'application_credential' | 'access_token'
  readonly id: string
}

/** The blob of an ec2 credential. The server sets the delegation ids, never the client. */
export type Ec2Blob = {
  readonly access: string
  readonly secret: string
  readonly trust_id?: string
  readonly app_cred_id?: string
  readonly access_token_id?: string
}
