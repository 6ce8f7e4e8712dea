import { operatorSource } from '@muster/server/composition/audit-sources.ts'
import type { Muster } from '@muster/server/composition/server.ts'
import { resealCredentials } from '@muster/server/core/access/credentials/reseal-credentials.ts'
import { rotateKeys } from '@muster/server/core/kernel/keys/rotate-keys.ts'
import { type OperatorOptions, print, withMuster } from './with-muster.ts'

/** Rows per transaction; limits how long running servers wait for the lock. */
const batch = 200

const resealAll = async ({ core }: Pick<Muster, 'core'>): Promise<number> => {
  for (let sealed = 0; ; ) {
    const more = await core.run(resealCredentials, { atMost: batch }, { kind: 'operator' }, operatorSource)
    if (more === 0) return sealed
    sealed += more
  }
}

/**
 * Encrypts all credentials again before the rotation too: after an interrupted rotation, some may still use a key that
 * this rotation removes.
 */
export const rotateCredentials = (options: OperatorOptions): Promise<void> =>
  withMuster(options, async ({ core }) => {
    await resealAll({ core })
    const { primary, active } = await core.run(
      rotateKeys,
      { purpose: 'credentials' },
      { kind: 'operator' },
      operatorSource,
    )
    const sealed = await resealAll({ core })
    print(
      `Key ${primary} is now the primary key; ${active} keys are active. Credentials encrypted again: ${sealed}.`,
    )
  })
