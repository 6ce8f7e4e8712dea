import { Connection } from '@muster/sdk/openstack'
import { root } from './client.ts'
import { hooks } from './hooks.ts'
import { pageHeaders } from './page-user.ts'

/** Identity v3, for what the native API does not have; with the cookie of the session, as `muster`. */
export const connection = new Connection({
  authUrl: `${root}/v3`,
  auth: { type: 'cookie' },
  headers: pageHeaders,
  timeout: 30_000,
  hooks,
})

export const { identity } = connection
