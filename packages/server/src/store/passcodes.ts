import type { PasscodeStore } from '../core/auth/passcode-store.ts'
import { notFound } from '../core/refusal.ts'
import { guarded } from './constraints.ts'
import type { Db } from './dialect.ts'

/** The last step of time whose one-time password was used, of each credential that ever had one used. */
export type UsedPasscodesTable = { credential_id: string; step: number }

export const passcodeStore = ({ q }: Db): PasscodeStore => ({
  use: (credentialId, step) =>
    guarded(
      async () => {
        const row = await q
          .insertInto('used_passcodes')
          .values({ credential_id: credentialId, step })
          .onConflict((conflict) =>
            conflict
              .column('credential_id')
              .doUpdateSet({ step })
              .whereRef('used_passcodes.step', '<', 'excluded.step' as never),
          )
          .returning('step')
          .executeTakeFirst()
        return row !== undefined
      },
      () => notFound('credential', credentialId),
    ),
})
