import { bearerAuthorization } from '../transport/bearer.ts'
import { ArgumentError } from '../transport/errors.ts'
import { makeTransport } from '../transport/transport.ts'
import { toError } from './errors.ts'
import { Orgs } from './orgs.ts'
import type { RobotoOptions } from './types.ts'
import { Users } from './users.ts'

/** The version of the API that this client was written for, that of the Python SDK 0.36.0. */
const apiVersion = '2026-02-11'

/**
 * A client of the users API of Roboto: of Roboto itself or of Muster.
 *
 * Throws `ArgumentError` for an `apiKey` or a `baseUrl` that is missing or malformed, and for an API key of the
 * discontinued form `robo_pat…`. No request is sent.
 *
 * @example const roboto = new Roboto({ apiKey: 'mst_k_…', baseUrl: 'https://muster.example/roboto' })
 */
export class Roboto {
  readonly users: Users
  readonly orgs: Orgs

  constructor(options: RobotoOptions) {
    const { apiKey, headers, ...rest } = options
    const authorization = bearerAuthorization('apiKey', apiKey)
    if (apiKey.startsWith('robo_pat'))
      throw new ArgumentError(
        'apiKey',
        'is a personal access token (robo_pat…), which Roboto no longer accepts',
      )
    const transport = makeTransport({
      ...rest,
      headers: { 'x-roboto-api-version': apiVersion, ...headers },
      authorization,
      toError,
    })
    this.users = new Users(transport)
    this.orgs = new Orgs(transport)
  }
}
