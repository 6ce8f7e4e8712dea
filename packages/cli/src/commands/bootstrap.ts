import { randomBytes } from 'node:crypto'
import { operatorOrigin } from '@muster/server/composition/audit-sources.ts'
import { bootstrap } from '@muster/server/core/accounts/bootstrap/bootstrap.ts'
import type { CommandOptions } from '../commands.ts'
import { say, withMuster } from '../with-muster.ts'

/** Whoever can run this on the machine owns the directory: it sets the administrator's password. */
export const bootstrapAgain = (options: CommandOptions): Promise<void> =>
  withMuster(options, async ({ core }, config) => {
    const password = config.bootstrap_password ?? randomBytes(18).toString('base64url')
    const { username = 'admin' } = await core.run(
      bootstrap,
      { password, again: true },
      { kind: 'operator' },
      operatorOrigin,
    )
    if (username !== 'admin')
      say('The name "admin" belongs to a user that this command did not make; that user is unchanged.')
    say(
      config.bootstrap_password === undefined
        ? `The administrator is "${username}" of the domain "Default", with the password ${password}`
        : `The administrator is "${username}" of the domain "Default", with the password of MUSTER_BOOTSTRAP_PASSWORD.`,
    )
  })
