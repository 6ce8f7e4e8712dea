import { requireNonEmptyText } from '../transport/arguments.ts'
import { bearerAuthorization } from '../transport/bearer.ts'
import { ArgumentError } from '../transport/errors.ts'
import { type Authorization, makeTransport, type Transport } from '../transport/transport.ts'
import { toError } from './errors.ts'
import { signInAuthorization } from './sign-in.ts'
import type { GeoboxOptions } from './types.ts'
import { Users } from './users.ts'

type Credentials = Pick<GeoboxOptions, 'accessToken' | 'apiKey' | 'username' | 'password'>

const authorizationOf = (
  { accessToken, apiKey, username, password }: Credentials,
  anonymous: () => Transport,
): Authorization => {
  const signsIn = username !== undefined || password !== undefined
  if ([accessToken !== undefined, apiKey !== undefined, signsIn].filter(Boolean).length !== 1)
    throw new ArgumentError('accessToken', 'give one of accessToken, apiKey, and username with password')
  if (signsIn) return signInAuthorization(anonymous(), username, password)
  if (accessToken !== undefined) return bearerAuthorization('accessToken', accessToken)
  const apikey = requireNonEmptyText('apiKey', apiKey)
  return { headers: () => ({}), query: () => ({ apikey }) }
}

/**
 * A client of the users API of Geobox, version 2: of Geobox itself or of Muster.
 *
 * Throws `ArgumentError` for a `baseUrl` or credentials that are missing or malformed. No request is sent; with a
 * username and a password, the first request of the client signs in.
 *
 * @example
 * const geobox = new Geobox({ username: 'ada', password, baseUrl: 'https://muster.example/geobox/v1' })
 */
export class Geobox {
  readonly users: Users

  constructor(options: GeoboxOptions) {
    const { accessToken, apiKey, username, password, ...rest } = options
    const credentials = { accessToken, apiKey, username, password } as Credentials
    const authorization = authorizationOf(credentials, () => makeTransport({ ...rest, toError }))
    this.users = new Users(makeTransport({ ...rest, authorization, toError }))
  }
}
