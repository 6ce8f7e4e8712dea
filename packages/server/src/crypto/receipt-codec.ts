import type { ReceiptCodec } from '../core/access/authentication/auth-receipt.ts'
import { openFernet, sealFernet } from './fernet.ts'
import type { TokenCodecParts } from './token-codec.ts'
import { decodeReceiptPayload, encodeReceiptPayload } from './token-format.ts'

/** Receipts in Keystone's format: Fernet tokens with a separate key ring (keystone-fernet.md). */
export const makeReceiptCodec = ({ keys, methods }: TokenCodecParts): ReceiptCodec => ({
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
