import { createHmac, hash } from 'node:crypto'
import type { Digests } from '../core/kernel/ports.ts'
import { sameSecret } from './secret.ts'

export const digests: Digests = {
  sha256: (of) => hash('sha256', of, 'buffer'),
  hmacSha1: (key, of) => createHmac('sha1', key).update(of).digest(),
  hmacSha256: (key, of) => createHmac('sha256', key).update(of).digest(),
  same: sameSecret,
}
