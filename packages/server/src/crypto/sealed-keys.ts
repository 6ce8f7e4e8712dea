import type { Keys } from '../core/kernel/ports.ts'
import { makeFernetKey } from './fernet.ts'
import type { Sealer } from './seal.ts'

/** Fernet keys, stored encrypted with the master key. */
export const sealedKeys = ({ seal, open }: Sealer): Keys => ({
  make: makeFernetKey,
  seal: (purpose) => (key) => ({
    purpose,
    index: key.index,
    sealed: seal(`keys/${purpose}`, Buffer.from(key.material)),
  }),
  open: ({ purpose, index, sealed }) => ({
    index,
    material: Buffer.from(open(`keys/${purpose}`, sealed)).toString(),
  }),
})
