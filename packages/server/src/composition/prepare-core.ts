import { learnSchemes } from '../core/access/authentication/learn-schemes.ts'
import { operator } from '../core/kernel/caller.ts'
import type { Core } from '../core/kernel/executor.ts'
import type { KeyPurpose } from '../core/kernel/keys/key-ring.ts'
import { ensureKeys } from '../core/kernel/keys/rotate-keys.ts'
import { operatorSource } from './audit-sources.ts'
import type { KeyRings } from './key-rings.ts'

/** Creates the key rings that are missing, and loads what sign-ins need: the rings, and the schemes of password hashes. */
export const prepareCore = async (
  core: Core,
  keyRings: Pick<KeyRings, 'reload'>,
  purposes: readonly KeyPurpose[],
): Promise<void> => {
  for (const purpose of purposes) await core.run(ensureKeys, { purpose }, operator, operatorSource)
  await keyRings.reload()
  await core.run(learnSchemes, {}, operator, operatorSource)
}
