import { domainError, isDomainError, notFound } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import type { Credential } from '../credentials/credential.ts'
import { ec2Type } from '../credentials/credential-types.ts'
import { readEc2Blob } from '../credentials/ec2-blob.ts'
import { requireCredential } from '../credentials/get-credential.ts'
import { ec2IdOf } from '../credentials/insert-credential.ts'

/** A credential of type ec2 with its blob decoded. */
export type Ec2Credential = {
  /** SHA-256 of the access key. */
  readonly id: string
  readonly userId: string
  readonly projectId: string | null
  readonly access: string
  readonly secret: string | null
  readonly trustId: string | null
}

const textOrNull = (value: unknown) => (typeof value === 'string' ? value : null)

export const asEc2 = ({ id, userId, projectId, blob, madeWith }: Credential): Ec2Credential => {
  const { access, secret } = readEc2Blob(blob)
  const trustId = madeWith?.kind === 'trust' ? madeWith.id : null
  return { id, userId, projectId, access, secret: textOrNull(secret), trustId }
}

export type OwnKey = { readonly userId: string; readonly access: string }

/**
 * Fetches a key of that user. Rejects with `not_found` for an unknown key and for a key of another user (T24, T31), and
 * with `unauthenticated` for a credential of another type (keystone.md section 17.1).
 */
export const ownKey = async (
  { userId, access }: OwnKey,
  at: Pick<OperationContext, 'stores' | 'ports'>,
): Promise<Credential> => {
  const found = await requireCredential(ec2IdOf(access, at.ports), at).catch((thrown) => {
    if (isDomainError(thrown, 'not_found')) return undefined
    throw thrown
  })
  if (found?.userId !== userId) throw noSuchKey({ userId, access })
  if (found.type !== ec2Type)
    throw domainError('unauthenticated', 'not_an_ec2_key', 'EC2 access key not found.')
  return found
}

/** The owner is the user in the path; `ownKey` has compared it with the stored one. */
export const ec2Target = ({ userId }: { readonly userId: string }) => ({
  user_id: userId,
  target: { credential: { user_id: userId } },
})

export const noSuchKey = ({ access }: OwnKey) => notFound('ec2_credential', access)
