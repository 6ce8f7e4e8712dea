import { sql } from 'kysely'
import type { PasscodeStore } from '../../core/access/authentication/totp.ts'
import { notFound } from '../../core/kernel/domain-error.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import type { Db } from '../engine/dialect.ts'
import { hasRow } from '../engine/results.ts'

/** The last time step whose one-time password was used, by credential. */
export type UsedPasscodesTable = { credential_id: string; step: number }

export const passcodeStore = ({ q }: Db): PasscodeStore => ({
  use: (credentialId, step) =>
    mapConstraintErrors(
      () =>
        hasRow(
          q
            .insertInto('used_passcodes')
            .values({ credential_id: credentialId, step })
            .onConflict((conflict) =>
              conflict
                .column('credential_id')
                .doUpdateSet({ step })
                .where('used_passcodes.step', '<', sql.ref<number>('excluded.step')),
            )
            .returning('step'),
        ),
      () => notFound('credential', credentialId),
    ),
})
