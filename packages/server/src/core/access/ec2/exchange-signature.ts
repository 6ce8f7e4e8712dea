import { domainError, isDomainError } from '../../kernel/domain-error.ts'
import { toHex } from '../../kernel/encodings.ts'
import { command, type OperationContext } from '../../kernel/operation.ts'
import type { RuleName } from '../../kernel/rules/defaults/all.ts'
import { authenticationFailed } from '../authentication/auth-result.ts'
import { limitAttempts } from '../authentication/limited-attempts.ts'
import type { Credential } from '../credentials/credential.ts'
import type { SeenSignature } from '../credentials/credential-store.ts'
import { ec2Type } from '../credentials/credential-types.ts'
import { readEc2Blob } from '../credentials/ec2-blob.ts'
import { requireCredential } from '../credentials/get-credential.ts'
import { ec2IdOf } from '../credentials/insert-credential.ts'
import { issueToken } from '../tokens/issue-token.ts'
import type { TokenView } from '../tokens/token.ts'
import { chainOfKey } from './audit-chain.ts'
import { resolveEc2Subject } from './ec2-subject.ts'
import { signEc2 } from './sign-ec2.ts'
import { signS3 } from './sign-s3.ts'
import type { Ec2Request, Signed } from './signed-request.ts'
import { goodUntil } from './signed-time.ts'

/** A signature and the access key it is claimed to be made with. */
export type Signature = { readonly access?: string | undefined; readonly signature?: string | undefined }

type SignatureClaim = Signature & {
  readonly expected: (secret: string, at: OperationContext) => readonly Signed[]
}

type Exchange = {
  readonly view: TokenView
  readonly usesTrust: string | undefined
  readonly seen: SeenSignature
}

/** Rejects with `not_found` for an unknown key: callers of this operation may learn which keys exist (keystone.md section 17.2). */
const keyOf = async (access: string | undefined, at: OperationContext): Promise<Credential> => {
  const unknown = () => domainError('not_found', 'access_key_unknown', 'EC2 access key not found.')
  if (access === undefined) throw authenticationFailed('access_key_missing')
  const found = await requireCredential(ec2IdOf(access, at.ports), at).catch((thrown) => {
    throw isDomainError(thrown, 'not_found') ? unknown() : thrown
  })
  if (found.type !== ec2Type) throw unknown()
  return found
}

const checkSignature = (
  { signature, expected }: SignatureClaim,
  key: Credential,
  at: OperationContext,
): Signed => {
  const { secret } = readEc2Blob(key.blob)
  if (signature === undefined || typeof secret !== 'string' || secret === '')
    throw authenticationFailed('signature_missing')
  const signed = expected(secret, at).find((candidate) =>
    at.ports.digests.same(signature, candidate.signature),
  )
  if (!signed) throw authenticationFailed('signature_wrong')
  return signed
}

const verifyClaim = async (claim: SignatureClaim, at: OperationContext): Promise<Exchange> => {
  const { digests, settings } = at.ports
  const key = await keyOf(claim.access, at)
  // The network address is that of the calling service, not of the signer, so only the key is limited.
  const signed = await limitAttempts(`ec2:${key.id}`, { ...at, address: undefined }, async () =>
    checkSignature(claim, key, at),
  )
  const until = goodUntil(signed, at.ports.wallTime(), settings.signatureWindow * 1000)
  if (until === undefined) throw authenticationFailed('signature_untimely')
  const { userId, delegated, usesTrust } = await resolveEc2Subject(key, at)
  const { view } = await issueToken(
    { userId, methods: ['ec2credential'], delegated, rootAuditId: chainOfKey(key.id) },
    at,
  ).catch((thrown) => {
    throw isDomainError(thrown, 'unauthenticated') ? authenticationFailed(thrown.code) : thrown
  })
  const hash = toHex(digests.sha256(`${key.id} ${signed.signature}`))
  // Stored longer than the signature is valid, since the wall clock may be set back a little.
  return {
    view,
    usesTrust,
    seen: { hash, credentialId: key.id, expiresAt: until === null ? null : until + 60_000 },
  }
}

/**
 * Issues a token for a request signed with an EC2 key, with the roles of the key's user on the key's project, limited to
 * the delegation that the key was made with. Only services and administrators may call it (T14). A signature is valid
 * for a limited time and, with `refuseSignatureReplay`, once (T04).
 */
const exchange = <Input extends Signature>(
  rule: RuleName,
  expected: (input: Input, secret: string, at: OperationContext) => readonly Signed[],
) =>
  command({
    rule,
    isolation: 'read committed',
    prepare: (input: Input, _found, at) =>
      verifyClaim({ ...input, expected: (secret) => expected(input, secret, at) }, at),
    apply: async (_input, { stores, ports, prepared: { view, seen, usesTrust } }): Promise<TokenView> => {
      const isFirstUse = await stores.credentials.useSignature(seen)
      if (!isFirstUse && ports.settings.refuseSignatureReplay)
        throw authenticationFailed('signature_replayed')
      if (usesTrust !== undefined && !(await stores.trusts.consumeUse(usesTrust)))
        throw authenticationFailed('trust_used_up')
      return view
    },
  })

export type Ec2Signature = Signature & { readonly request: Ec2Request }

export const exchangeEc2Signature = exchange<Ec2Signature>(
  'identity:ec2tokens_validate',
  ({ request }, secret, { ports }) => signEc2(request, secret, ports.digests),
)

/** `token`: the signed text in base64. */
export type S3Signature = Signature & { readonly token?: string | undefined }

export const exchangeS3Signature = exchange<S3Signature>(
  'identity:s3tokens_validate',
  ({ token = '' }, secret, { ports }) => {
    const signed = signS3(token, secret, ports.digests)
    return signed ? [signed] : []
  },
)
