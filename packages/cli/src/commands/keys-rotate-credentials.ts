import { operatorOrigin } from '@muster/server/composition/audit-sources.ts'
import type { Muster } from '@muster/server/composition/server.ts'
import { resealCredentials } from '@muster/server/core/access/credentials/reseal-credentials.ts'
import { rotateKeys } from '@muster/server/core/kernel/keys/rotate-keys.ts'
import type { CommandOptions } from '../commands.ts'
import { say, withMuster } from '../with-muster.ts'

/** Rows of one transaction: few enough that servers beside it never wait long. */
const batch = 200

const resealAll = async ({ core }: Pick<Muster, 'core'>): Promise<number> => {
  for (let sealed = 0; ; ) {
    const more = await core.run(resealCredentials, { atMost: batch }, { kind: 'operator' }, operatorOrigin)
    if (more === 0) return sealed
    sealed += more
  }
}

/** Sealed anew before as well: a rotation that was cut short must not lose the key of what it left behind. */
export const rotateCredentials = (options: CommandOptions): Promise<void> =>
  withMuster(options, async ({ core }) => {
    await resealAll({ core })
    const { primary, active } = await core.run(
      rotateKeys,
      { purpose: 'credentials' },
      { kind: 'operator' },
      operatorOrigin,
    )
    const sealed = await resealAll({ core })
    say(
      `Key ${primary} is now the primary one; ${active} keys are active. Credentials sealed anew: ${sealed}.`,
    )
  })
