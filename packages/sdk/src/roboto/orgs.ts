import { requireNonEmptyText } from '../transport/arguments.ts'
import { sendAndRead } from '../transport/fields.ts'
import type { CallOptions, Transport } from '../transport/transport.ts'
import { orgsFromWire } from './record.ts'
import type { OrgRecord } from './types.ts'

/** Organizations of users: `roboto.orgs`. */
export class Orgs {
  readonly #transport: Transport

  /** @internal */
  constructor(transport: Transport) {
    this.#transport = transport
  }

  /**
   * Returns the organizations of the user who owns the API key.
   *
   * @example const [org] = await roboto.orgs.forSelf()
   */
  async forSelf(options: CallOptions = {}): Promise<readonly OrgRecord[]> {
    return sendAndRead(this.#transport, { method: 'GET', path: '/v1/orgs/caller', ...options }, orgsFromWire)
  }

  /**
   * Returns the organizations of a user.
   *
   * Throws `ArgumentError` for an empty id, and `RobotoNotFoundException` if no user has the id.
   *
   * @example const orgs = await roboto.orgs.forUser('alice@example.com')
   */
  async forUser(userId: string, options: CallOptions = {}): Promise<readonly OrgRecord[]> {
    const params = { userId: requireNonEmptyText('userId', userId) }
    const request = { method: 'GET', path: '/v1/users/id/{userId}/orgs', params, ...options } as const
    return sendAndRead(this.#transport, request, orgsFromWire)
  }
}
