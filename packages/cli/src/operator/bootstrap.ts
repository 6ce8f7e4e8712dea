import { randomBytes } from 'node:crypto'
import { operatorSource } from '@muster/server/composition/audit-sources.ts'
import { bootstrap } from '@muster/server/core/accounts/bootstrap/bootstrap.ts'
import { type OperatorOptions, print, withMuster } from './with-muster.ts'

/** Sets the administrator's password. Needs no authentication: the operator of the machine owns the directory. */
export const bootstrapAgain = (options: OperatorOptions): Promise<void> =>
  withMuster(options, async ({ core }, config) => {
    const password = config.bootstrap_password ?? randomBytes(18).toString('base64url')
    const { username = 'admin' } = await core.run(
      bootstrap,
      { password, again: true },
      { kind: 'operator' },
      operatorSource,
    )
    if (username !== 'admin')
      print('The name "admin" belongs to a user that this command did not create; that user is unchanged.')
    print(
      config.bootstrap_password === undefined
        ? `The administrator is "${username}" in the domain "Default". Password: ${password}`
        : `The administrator is "${username}" in the domain "Default". The password is MUSTER_BOOTSTRAP_PASSWORD.`,
    )
  })
