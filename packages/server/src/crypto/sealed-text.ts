import type { Sealing } from '../core/kernel/ports.ts'
import type { Sealer } from './seal.ts'

/** Short secrets as text, encrypted with the master key. */
export const sealedText = ({ seal, open }: Sealer): Sealing => ({
  seal: (purpose, plain) => seal(`text/${purpose}`, Buffer.from(plain)),
  open: (purpose, sealed) => Buffer.from(open(`text/${purpose}`, sealed)).toString(),
})
