import { bootstrap } from '../core/accounts/bootstrap/bootstrap.ts'
import { type Administrator, getAdministrator } from '../core/accounts/bootstrap/get-administrator.ts'
import { operator } from '../core/kernel/caller.ts'
import type { Core } from '../core/kernel/executor.ts'
import { operatorSource } from './audit-sources.ts'

type WithCore = { readonly core: Core }

/** Creates the first administrator unless one was ever created. Returns whether it did. */
export const bootstrapOnce = async ({ core }: WithCore, password: string): Promise<boolean> => {
  const { done } = await core.run(bootstrap, { password, again: false }, operator, operatorSource)
  return done
}

/** The administrator to show in the welcome text. */
export const administratorOf = ({ core }: WithCore): Promise<Administrator | undefined> =>
  core.run(getAdministrator, {}, operator, operatorSource)
