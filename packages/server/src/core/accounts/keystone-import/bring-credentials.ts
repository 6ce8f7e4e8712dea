import type { OriginDelegation } from '../../access/credentials/credential.ts'
import { ec2Type, isEc2 } from '../../access/credentials/credential-types.ts'
import { readEc2Blob } from '../../access/credentials/ec2-blob.ts'
import { ec2IdOf } from '../../access/credentials/insert-credential.ts'
import { normalizeText } from '../../kernel/text.ts'
import { type ImportNoun, optionalReference, type Reading } from './noun.ts'
import {
  CannotCome,
  idOf,
  objectOf,
  optionalId,
  orCannotCome,
  requiredText,
  timeOf,
} from './source-values.ts'

const delegations = [
  ['trust', 'trust_id'],
  ['application_credential', 'app_cred_id'],
  ['access_token', 'access_token_id'],
] as const

/** The delegation that an EC2 key was made with. An access key that does not belong to the id would never be found. */
const delegationOf = (id: string, blob: string, { ports }: Reading): OriginDelegation | null => {
  const parsed = orCannotCome(() => readEc2Blob(blob))
  if (ec2IdOf(parsed.access, ports) !== id)
    throw new CannotCome('The id is not the SHA-256 of the access key in the blob.')
  const named = delegations.filter(([, member]) => (parsed[member] ?? null) !== null)
  const [first, ...more] = named
  if (!first) return null
  const delegationId = parsed[first[1]]
  if (more.length > 0 || typeof delegationId !== 'string')
    throw new CannotCome('The blob names more than one delegation, or one without an id.')
  return { kind: first[0], id: delegationId }
}

/** Keystone seals the blob of an EC2 credential as JSON text of the blob, which is JSON text itself. */
const blobOf = (type: string, opened: string): string => {
  if (type !== ec2Type) return opened
  try {
    const value: unknown = JSON.parse(opened)
    return typeof value === 'string' ? value : JSON.stringify(value)
  } catch {
    throw new CannotCome('The blob is not JSON.')
  }
}

export const credentials: ImportNoun<'credential'> = {
  noun: 'credential',
  table: 'credential',
  key: ['id'],
  read(row, _parts, at) {
    const { credentialKeys, blobs, now } = at
    if (!credentialKeys)
      throw new CannotCome('It is encrypted. Name the folder of its keys: --credential-keys.')
    const opened = credentialKeys.open(requiredText(row, 'encrypted_blob', 262_144))
    if (opened === undefined) throw new CannotCome('None of the credential keys opens it.')
    const id = idOf(row, 'id')
    const type = requiredText(row, 'type', 255)
    const blob = orCannotCome(() => normalizeText('blob', blobOf(type, opened), 65_535))
    const userId = idOf(row, 'user_id')
    const projectId = optionalId(row, 'project_id')
    return {
      value: {
        id,
        userId,
        projectId,
        type,
        ...blobs.seal(id, blob),
        extra: objectOf(row, 'extra'),
        madeWith: isEc2(type) ? delegationOf(id, blob, at) : null,
        createdAt: now,
      },
      references: [
        { kind: 'user', id: userId, column: 'user_id' },
        ...optionalReference('project', projectId, 'project_id'),
      ],
    }
  },
}

export const revocationEvents: ImportNoun<'revocation_event'> = {
  noun: 'revocation_event',
  table: 'revocation_event',
  key: ['id'],
  read(row) {
    const issuedBefore = timeOf(row, 'issued_before')
    const revokedAt = timeOf(row, 'revoked_at')
    if (issuedBefore === null || revokedAt === null) throw new CannotCome('It has no time.')
    const id = (column: string) => optionalId(row, column) ?? undefined
    const expiresAt = timeOf(row, 'expires_at')
    return {
      value: {
        userId: id('user_id'),
        projectId: id('project_id'),
        domainId: id('domain_id'),
        roleId: id('role_id'),
        trustId: id('trust_id'),
        consumerId: id('consumer_id'),
        accessTokenId: id('access_token_id'),
        auditId: id('audit_id'),
        auditChainId: id('audit_chain_id'),
        expiresAt: expiresAt === null ? undefined : Math.floor(expiresAt),
        issuedBefore: Math.floor(issuedBefore / 1000),
        revokedAt: Math.floor(revokedAt),
      },
    }
  },
}
