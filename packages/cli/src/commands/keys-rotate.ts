import { operatorSource } from '@muster/server/composition/audit-sources.ts'
import { rotateKeys } from '@muster/server/core/kernel/keys/rotate-keys.ts'
import type { CommandOptions } from '../commands.ts'
import { print, withMuster } from '../with-muster.ts'

/** Running servers load the new key ring at once, because the rotation is an event in the event log. */
export const rotate = (options: CommandOptions): Promise<void> =>
  withMuster(options, async ({ core }, config) => {
    if (config.token_key_repository !== undefined)
      throw new Error(
        'The token keys are in a Keystone key repository (token_key_repository). Rotate them there.',
      )
    const { primary, active } = await core.run(
      rotateKeys,
      { purpose: 'tokens' },
      { kind: 'operator' },
      operatorSource,
    )
    await core.run(rotateKeys, { purpose: 'receipts' }, { kind: 'operator' }, operatorSource)
    print(
      `Key ${primary} is now the primary key; ${active} keys are active. Tokens made with active keys remain valid.`,
    )
  })
