import type { Keys } from '../core/kernel/ports.ts'
import { makeFernetKey } from './fernet.ts'
import { makeJwsKey } from './jws.ts'
import type { Sealer } from './seal.ts'

/** Keys of the rings, stored encrypted with the master key. */
export const sealedKeys = ({ seal, open }: Sealer): Keys => ({
  make: (purpose) => (purpose === 'token_signatures' ? makeJwsKey() : makeFernetKey()),
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
