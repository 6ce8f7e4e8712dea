import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Database, makeHome, type RunningMuster, startMuster } from '../muster.ts'
import { must } from '../target.ts'
import { fillPostgres, fillSqlite } from './fill.ts'

/** A running Muster with many users in the default domain, and a session of its administrator. */
export type Directory = RunningMuster & { readonly users: number; readonly secret: string }

/** All requests come from one administrator, without a rate limit. */
const settings = 'rate_limit_per_user: 0\n'

export const startDirectory = async (database: Database, users: number): Promise<Directory> => {
  const made = await makeHome(database)
  const home = { ...made, config: join(made.folder, 'muster.yaml') }
  await writeFile(home.config, settings)
  // The first start makes the tables, the domain and the administrator.
  await (await startMuster(home)).stop()
  const url = made.environment['MUSTER_DATABASE_URL']
  if (url === undefined) fillSqlite(join(made.folder, 'data', 'muster.sqlite'), 'default', users)
  else await fillPostgres(url, 'default', users)
  const running = await startMuster(home)
  const { target } = running
  const { body } = await must(target, 201, {
    method: 'POST',
    path: '/api/v1/sessions',
    body: { username: 'admin', password: target.password },
  })
  return { ...running, users, secret: body.secret }
}
