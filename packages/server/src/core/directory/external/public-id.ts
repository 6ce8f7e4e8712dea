import { toHex } from '../../kernel/encodings.ts'
import type { Digests } from '../../kernel/ports.ts'
import type { Mapping } from './managed-row-store.ts'

/** The id of an entry of a directory in every API: that of Keystone's id mapping. */
export const publicId = (
  { domainId, type, localId }: Omit<Mapping, 'publicId'>,
  { sha256 }: Pick<Digests, 'sha256'>,
): string => toHex(sha256(`${domainId}${type}${localId}`))

export const mappingOf = (entry: Omit<Mapping, 'publicId'>, digests: Pick<Digests, 'sha256'>): Mapping => ({
  ...entry,
  publicId: publicId(entry, digests),
})
