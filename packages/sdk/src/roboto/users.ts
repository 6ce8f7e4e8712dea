import { requireNonEmptyText } from '../transport/arguments.ts'
import { ArgumentError } from '../transport/errors.ts'
import { sendAndRead } from '../transport/fields.ts'
import type { CallOptions, Transport, TransportRequest } from '../transport/transport.ts'
import { dataOf, recordFromWire, UserRecord } from './record.ts'
import { createToWire } from './requests.ts'
import type { CreateUserRequest } from './types.ts'
import { User } from './user.ts'

/** Users of the platform: `roboto.users`. */
export class Users {
  readonly #transport: Transport

  /** @internal */
  constructor(transport: Transport) {
    this.#transport = transport
  }

  /**
   * Creates a user. Only the platform itself may: on Muster, an administrator of the system or a manager of the
   * domain. The request is never repeated automatically.
   *
   * Throws `ArgumentError` for a missing `userId` and for unknown channels and types; `RobotoUnauthorizedException` for
   * other callers; `RobotoInvalidRequestException` for invalid data; `RobotoConflictException` if the id is taken.
   *
   * @example const user = await roboto.users.create({ userId: 'service@example.com', isServiceUser: true })
   */
  async create(request: CreateUserRequest, options: CallOptions = {}): Promise<User> {
    const json = createToWire(request)
    return this.#fetchUser({ method: 'POST', path: '/v1/users', json, ...options })
  }

  /**
   * Returns the user who owns the API key.
   *
   * Throws `RobotoUnauthorizedException` if the key is invalid.
   *
   * @example const { name } = await roboto.users.forSelf()
   */
  async forSelf(options: CallOptions = {}): Promise<User> {
    return this.#fetchUser({ method: 'GET', path: '/v1/users', ...options })
  }

  /**
   * Returns the user with an id.
   *
   * Throws `ArgumentError` for an empty id; `RobotoNotFoundException` if no user has the id;
   * `RobotoUnauthorizedException` if the API key must not read the user.
   *
   * @example const user = await roboto.users.fromId('alice@example.com')
   */
  async fromId(userId: string, options: CallOptions = {}): Promise<User> {
    const params = { userId: requireNonEmptyText('userId', userId) }
    return this.#fetchUser({ method: 'GET', path: '/v1/users/id/{userId}', params, ...options })
  }

  /**
   * Makes a user of a record without a request, for example to act on it with another API key.
   *
   * @example await platform.users.fromRecord(user.record).delete()
   */
  fromRecord(record: UserRecord): User {
    if (!(record instanceof UserRecord)) throw new ArgumentError('record', 'must be a UserRecord')
    return new User(record, this.#transport)
  }

  /**
   * What the service reports about the API key, for diagnostics. The content is not specified.
   *
   * @example console.log(await roboto.users.whoAmI())
   */
  async whoAmI(options: CallOptions = {}): Promise<unknown> {
    return sendAndRead(this.#transport, { method: 'GET', path: '/v1/users/whoami', ...options }, dataOf)
  }

  async #fetchUser(request: TransportRequest): Promise<User> {
    return new User(await sendAndRead(this.#transport, request, recordFromWire), this.#transport)
  }
}
