import { bearerAuthorization } from '../transport/bearer.ts'
import { makeTransport } from '../transport/transport.ts'
import { Docs } from './docs.ts'
import { toError } from './errors.ts'
import type { JulepOptions } from './types.ts'
import { Users } from './users.ts'

/**
 * A client of the users API of Julep, version 0.3: of Julep itself or of Muster.
 *
 * Throws `ArgumentError` for an `apiKey` or a `baseUrl` that is missing or malformed. No request is sent.
 *
 * @example const julep = new Julep({ apiKey: 'mst_k_…', baseUrl: 'https://muster.example/julep/api' })
 */
export class Julep {
  readonly users: Users
  readonly docs: Docs

  constructor(options: JulepOptions) {
    const { apiKey, ...rest } = options
    const transport = makeTransport({
      ...rest,
      authorization: bearerAuthorization('apiKey', apiKey),
      toError,
    })
    this.users = new Users(transport)
    this.docs = new Docs(transport)
  }
}
