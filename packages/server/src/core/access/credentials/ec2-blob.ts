import { domainError } from '../../kernel/domain-error.ts'
import { checkPathSegment } from '../../kernel/text.ts'
import type { OriginDelegation } from './credential.ts'

/** The decoded blob of an ec2 credential; clients may store further members. */
export type Ec2Blob = Readonly<Record<string, unknown>> & { readonly access: string }

const keyOf = {
  trust: 'trust_id',
  application_credential: 'app_cred_id',
  access_token: 'access_token_id',
} as const

/** Members that cannot be changed: the delegation ids, and `access_id`, which is fixed in Identity v3 too. */
const fixed = [...Object.values(keyOf), 'access_id'] as const

const malformedBlob = (message: string) =>
  domainError('invalid', 'blob_malformed', message, { field: 'blob' })

const parse = (blob: string): unknown => {
  try {
    return JSON.parse(blob)
  } catch {
    return undefined
  }
}

/** JSON text of an object with an access key; rejects with `invalid` for anything else. */
export const readEc2Blob = (blob: string): Ec2Blob => {
  const parsed = parse(blob)
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw malformedBlob('The blob of an ec2 credential must be the JSON text of an object.')
  const { access } = parsed as { access?: unknown }
  if (typeof access !== 'string' || access === '')
    throw malformedBlob('The blob of an ec2 credential must contain an access key in the member access.')
  return parsed as Ec2Blob
}

/** As `readEc2Blob` for client input: the access key must also be usable in paths. */
export const readNewEc2Blob = (blob: string): Ec2Blob => {
  const read = readEc2Blob(blob)
  checkPathSegment('blob', read.access)
  return read
}

/** Replaces the delegation ids in the blob by the delegation that the credential is made with (T01). */
export const boundBlob = (blob: Ec2Blob, { kind, id }: OriginDelegation): Ec2Blob => {
  const delegations: readonly string[] = Object.values(keyOf)
  const own = Object.entries(blob).filter(([name]) => !delegations.includes(name))
  return { ...Object.fromEntries(own), access: blob.access, [keyOf[kind]]: id }
}

/** Whether the blob names exactly the delegation that the credential was made with. */
export const namesOnly = (blob: Ec2Blob, madeWith: OriginDelegation | null): boolean =>
  Object.entries(keyOf).every(
    ([kind, name]) => (blob[name] ?? null) === (madeWith?.kind === kind ? madeWith.id : null),
  )

/** Rejects with `invalid` when a new blob names another delegation than the old one (T02). */
export const checkStillBound = (old: Ec2Blob, next: Ec2Blob): void => {
  for (const name of fixed)
    if (JSON.stringify(old[name] ?? null) !== JSON.stringify(next[name] ?? null))
      throw domainError(
        'invalid',
        'delegation_fixed',
        `${name} in the blob cannot be changed. Create a new credential.`,
        {
          field: 'blob',
        },
      )
}
