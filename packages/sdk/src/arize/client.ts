import { optionally, requireOneOf } from '../transport/arguments.ts'
import { bearerAuthorization } from '../transport/bearer.ts'
import { makeTransport } from '../transport/transport.ts'
import { toError } from './errors.ts'
import type { ArizeOptions } from './types.ts'
import { Users } from './users.ts'
import { spellingOf } from './wire.ts'

/**
 * A client of the users API of Arize: of Arize itself or of Muster.
 *
 * Throws `ArgumentError` for an `apiKey` or a `baseUrl` that is missing or malformed. No request is sent.
 *
 * @example const arize = new Arize({ apiKey: 'mst_k_…', baseUrl: 'https://muster.example/arize' })
 */
export class Arize {
  readonly users: Users

  constructor(options: ArizeOptions) {
    const { apiKey, sdkVersion, headers, ...rest } = options
    const version =
      optionally(requireOneOf, 'sdkVersion', sdkVersion, ['8.26.0', '8.40.0'] as const) ?? '8.26.0'
    const transport = makeTransport({
      ...rest,
      // Services choose the spelling of enumerations by this header.
      headers: { 'sdk-version': version, ...headers },
      authorization: bearerAuthorization('apiKey', apiKey),
      toError,
    })
    this.users = new Users(transport, spellingOf(version))
  }
}
