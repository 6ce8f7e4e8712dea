import { requireObject } from '../transport/arguments.ts'
import { sendAndRead } from '../transport/fields.ts'
import type { Paginated } from '../transport/pages.ts'
import type { CallOptions, Transport } from '../transport/transport.ts'
import type { Query } from '../transport/url.ts'
import {
  filterToWire,
  listToWire,
  newUserToWire,
  pageOf,
  requireId,
  requireIdOrMe,
  searchToWire,
} from './arguments.ts'
import { listBySkip } from './list-by-skip.ts'
import type { Session } from './session.ts'
import type { CreateUser, Data, ListUsers, SearchUsers, UserFilter } from './types.ts'
import { fetchUser, sendForUser, User } from './user.ts'
import { countFromWire, fieldsOf, itemsFromWire, userFromWire } from './wire.ts'

/** The users of the account: `geobox.users`. */
export class Users {
  readonly #transport: Transport

  /** @internal */
  constructor(transport: Transport) {
    this.#transport = transport
  }

  /**
   * Lists users, by id unless `orderBy` says otherwise. Pages are fetched while the list is read.
   *
   * Throws `ArgumentError` for malformed arguments, and for `search` or `searchFields` together with `q`, which would
   * have no effect; `ValidationError` for an invalid `q` or `orderBy`; `AuthorizationError` if the caller must not list
   * users.
   *
   * @example for await (const user of geobox.users.list({ q: "username LIKE '%gis%'" })) console.log(user.email)
   */
  list(list: ListUsers = {}, options: CallOptions = {}): Paginated<User> {
    return this.#list('/users/', listToWire(list), list, options)
  }

  /**
   * Returns the number of users that a list without `skip` and `limit` has.
   *
   * Throws the errors of `list`.
   *
   * @example const active = await geobox.users.count({ status: 'Active' })
   */
  async count(filter: UserFilter = {}, options: CallOptions = {}): Promise<number> {
    const query = { ...filterToWire(filter), return_count: 'True', skip: 0, limit: 10 }
    return sendAndRead(this.#transport, { method: 'GET', path: '/users/', query, ...options }, countFromWire)
  }

  /**
   * Lists users with a text in one of their fields, ignoring case.
   *
   * Throws `ArgumentError` for malformed arguments, and `AuthorizationError` if the caller must not list users.
   *
   * @example const found = await geobox.users.search({ search: 'John' }).toArray({ limit: 10 })
   */
  search(search: SearchUsers = {}, options: CallOptions = {}): Paginated<User> {
    return this.#list('/users/search/', searchToWire(search), search, options)
  }

  /**
   * Creates a user. The request is never repeated automatically.
   *
   * Throws `ArgumentError` for missing and malformed arguments; `ValidationError` if the username or the email is taken,
   * or for an invalid value; `AuthorizationError` if the caller must not create users.
   *
   * @example
   * const user = await geobox.users.create({
   *   username: 'user1', email: 'user1@example.com', password, role: 'Viewer', status: 'Active',
   * })
   */
  async create(user: CreateUser, options: CallOptions = {}): Promise<User> {
    const json = newUserToWire(user)
    return sendForUser(this.#transport, { method: 'POST', path: '/users/', json, ...options })
  }

  /**
   * Returns a user by number, or the caller.
   *
   * Throws `ArgumentError` for a `userId` that is not an integer from 1; `NotFoundError` if no user has it;
   * `AuthorizationError` if the caller must not see the user.
   *
   * @example const me = await geobox.users.get()
   */
  async get(userId: number | 'me' = 'me', options: CallOptions = {}): Promise<User> {
    return fetchUser(this.#transport, requireIdOrMe('userId', userId), options)
  }

  /**
   * A user by number, without a request, for example to act on it.
   *
   * @example await geobox.users.of(7).delete()
   */
  of(userId: number, data: Data = {}): User {
    const given = { ...requireObject('data', data), id: requireId('userId', userId) }
    return new User(fieldsOf(given, userFromWire), this.#transport)
  }

  /**
   * Returns the sessions of the caller, the newest first.
   *
   * @example const sessions = await geobox.users.getMySessions()
   */
  async getMySessions(options: CallOptions = {}): Promise<readonly Session[]> {
    const me = await this.get('me', options)
    return me.getSessions(undefined, options)
  }

  #list(path: string, query: Query, range: Pick<ListUsers, 'skip' | 'limit'>, options: CallOptions) {
    return listBySkip(pageOf(range), (page) =>
      sendAndRead(
        this.#transport,
        { method: 'GET', path, query: { ...query, ...page }, ...options },
        (body, origin) =>
          itemsFromWire(body, origin, userFromWire).map((fields) => new User(fields, this.#transport)),
      ),
    )
  }
}
