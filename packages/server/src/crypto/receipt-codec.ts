import type { ReceiptCodec } from '../core/access/authentication/auth-receipt.ts'
import { type FernetKey, openFernet, sealFernet } from './fernet.ts'
import { decodeReceiptPayload, encodeReceiptPayload } from './token-format.ts'

export type ReceiptCodecParts = {
  /** The current ring: the first key is the primary, which seals; all keys open. */
  readonly keys: () => readonly FernetKey[]
  /** Method names in the order of their bits. */
  readonly methods: readonly string[]
}

/** Receipts in Keystone's format: Fernet tokens with a separate key ring (keystone-fernet.md). */
export const makeReceiptCodec = ({ keys, methods }: ReceiptCodecParts): ReceiptCodec => ({
  seal({ issuedAt, ...payload }) {
    const [primary] = keys()
    if (!primary) throw new Error('The key ring of the receipts is empty.')
    return sealFernet(primary, encodeReceiptPayload(payload, methods), issuedAt)
  },
  open(text) {
    const opened = openFernet(keys(), text)
    const payload = opened && decodeReceiptPayload(opened.plain, methods)
    return payload && { ...payload, expiresAt: Math.floor(payload.expiresAt), issuedAt: opened.issuedAt }
  },
})
