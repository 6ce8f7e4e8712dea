import { operatorSource } from '@muster/server/composition/audit-sources.ts'
import { ownTokenRings } from '@muster/server/composition/key-rings.ts'
import { rotateKeys } from '@muster/server/core/kernel/keys/rotate-keys.ts'
import { type OperatorOptions, print, withMuster } from './with-muster.ts'

/** Running servers load the new key rings at once, because a rotation is an event in the event log. */
export const rotate = (options: OperatorOptions): Promise<void> =>
  withMuster(options, async ({ core }, config) => {
    const rotated = config.token_format === 'jws' ? 'token_signatures' : 'tokens'
    const own = ownTokenRings(config)
    if (!own.includes(rotated))
      throw new Error(
        `The token keys are in a Keystone key repository (${rotated === 'tokens' ? 'token_key_repository' : 'token_jws_key_repository'}). Rotate them there.`,
      )
    for (const purpose of [...own, 'receipts'] as const) {
      const { primary, active } = await core.run(
        rotateKeys,
        { purpose },
        { kind: 'operator' },
        operatorSource,
      )
      if (purpose === rotated)
        print(
          `Key ${primary} is now the primary key; ${active} keys are active. Tokens made with active keys remain valid.`,
        )
    }
  })
