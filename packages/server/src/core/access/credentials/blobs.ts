import type { OperationContext } from '../../kernel/operation.ts'
import type { Credential } from './credential.ts'
import type { SealedBlob, SealedCredential } from './credential-store.ts'

/** Seals and opens blobs with the current key ring, read from the same stores so that a stale ring is never used. */
export type BlobSeal = {
  readonly seal: (id: string, blob: string) => SealedBlob
  readonly open: (sealed: SealedCredential) => Credential
}

export const blobSeal = async ({
  stores,
  ports,
}: Pick<OperationContext, 'stores' | 'ports'>): Promise<BlobSeal> => {
  const ring = (await stores.keys.list('credentials')).map(ports.keys.open)
  return {
    seal: (id, blob) => ports.blobs.seal(ring, id, blob),
    open: ({ sealedBlob, keyIndex, ...credential }) => ({
      ...credential,
      blob: ports.blobs.open(ring, credential.id, { sealedBlob, keyIndex }),
    }),
  }
}
