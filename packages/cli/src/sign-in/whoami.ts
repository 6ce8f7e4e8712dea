import { scopeCell } from '../command/scope.ts'
import type { Columns } from '../output/columns.ts'
import { columnsOf, type Output, printObject } from '../output/print-result.ts'
import { connect } from '../profile/connect.ts'
import { findCredentials } from '../profile/credentials.ts'

export const whoamiColumns: Columns = {
  username: true,
  id: true,
  email: true,
  domain_id: true,
  scope: scopeCell,
  roles: true,
  credentials: true,
  url: true,
  profile: true,
}

/** Shows the user of the credentials, their scope and the roles there. */
export const whoami = async (
  { profile, debug }: { readonly profile?: string; readonly debug?: boolean },
  output: Output,
): Promise<void> => {
  const columns = columnsOf(whoamiColumns, output, true)
  const credentials = findCredentials(profile)
  const { user, session, authority } = await (await connect(credentials, debug === true)).me.get()
  const object = {
    username: user.username,
    id: user.id,
    email: user.email,
    domain_id: user.domain_id,
    scope: authority.scope,
    roles: authority.roles.map(({ name }) => name),
    credentials: session === null ? 'api_key' : 'session',
    url: credentials.url,
    profile: credentials.profile ?? null,
  }
  await printObject(object, columns, output)
}
