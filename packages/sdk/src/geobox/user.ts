import { requireNonEmptyText, requireObject } from '../transport/arguments.ts'
import { sendAndRead } from '../transport/fields.ts'
import type { CallOptions, Transport, TransportRequest } from '../transport/transport.ts'
import { requireId, updateToWire } from './arguments.ts'
import { encodePassword } from './password.ts'
import { Session } from './session.ts'
import type { Data, Plan, UpdateUser, UserRole, UserStatus } from './types.ts'
import {
  fieldsOf,
  itemsFromWire,
  objectFromWire,
  sessionFromWire,
  type UserFields,
  userFromWire,
} from './wire.ts'

/** A user, and the operations on it. Created by the methods of `geobox.users`. */
export class User {
  /** The path of users, relative to the address of the API. */
  static readonly baseEndpoint = 'users/'

  readonly #transport: Transport
  #fields: UserFields

  /** @internal */
  constructor(fields: UserFields, transport: Transport) {
    this.#fields = fields
    this.#transport = transport
  }

  /** The number of the user. */
  get id(): number {
    return this.#fields.id
  }

  get username(): string | null {
    return this.#fields.username
  }

  get email(): string | null {
    return this.#fields.email
  }

  get firstName(): string | null {
    return this.#fields.firstName
  }

  get lastName(): string | null {
    return this.#fields.lastName
  }

  /** The phone number, or null. */
  get mobile(): string | null {
    return this.#fields.mobile
  }

  get role(): UserRole | null {
    return this.#fields.role
  }

  get status(): UserStatus | null {
    return this.#fields.status
  }

  get plan(): Plan | null {
    return this.#fields.plan
  }

  get planId(): number | null {
    return this.#fields.planId
  }

  /** When the plan expires; null: never, or no plan. */
  get expirationDate(): Date | null {
    return this.#fields.expirationDate
  }

  get createdAt(): Date | null {
    return this.#fields.createdAt
  }

  get updatedAt(): Date | null {
    return this.#fields.updatedAt
  }

  get lastLogin(): Date | null {
    return this.#fields.lastLogin
  }

  /** All fields with the names of the wire, including those that this version does not know. */
  get data(): Data {
    return this.#fields.data
  }

  /**
   * Changes the given fields, reads the others, and returns this user. Null removes `mobile`, `plan` and
   * `expirationDate`.
   *
   * Throws `ArgumentError` for malformed arguments; `ValidationError` if a name or an email is taken, or for an invalid
   * value; `AuthorizationError` if the caller must not change the user; `NotFoundError` if the user no longer exists.
   *
   * @example await user.update({ status: 'Pending', mobile: null })
   */
  async update(update: UpdateUser, options: CallOptions = {}): Promise<this> {
    const json = updateToWire(update)
    const request = {
      method: 'PUT',
      path: '/users/{userId}/',
      params: { userId: this.id },
      json,
      ...options,
    } as const
    this.#fields = await sendAndRead(this.#transport, request, (body, origin) =>
      // The service may return the changed fields only.
      userFromWire({ ...this.data, ...objectFromWire(body, origin) }, origin),
    )
    return this
  }

  /**
   * Deletes the user.
   *
   * Throws `AuthorizationError` for the caller itself and if the caller must not delete the user; `NotFoundError` if the
   * user no longer exists.
   *
   * @example await user.delete()
   */
  async delete(options: CallOptions = {}): Promise<void> {
    await this.#act('DELETE', '/users/{userId}/', undefined, options)
  }

  /**
   * Returns the sessions of this user, or of another user by id, the newest first.
   *
   * Throws `ArgumentError` for a `userId` that is not an integer from 1; `AuthorizationError` if the caller must not see
   * the sessions; `NotFoundError` if the user does not exist.
   *
   * @example const [newest] = await user.getSessions()
   */
  async getSessions(userId?: number, options: CallOptions = {}): Promise<readonly Session[]> {
    const user =
      userId === undefined ? this : await fetchUser(this.#transport, requireId('userId', userId), options)
    const path = '/users/{userId}/sessions/'
    const request = {
      method: 'GET',
      path,
      params: { userId: user.id },
      query: { f: 'json' },
      ...options,
    } as const
    const sessions = await sendAndRead(this.#transport, request, (body, origin) =>
      itemsFromWire(body, origin, sessionFromWire),
    )
    return sessions.map((fields) => new Session(fields, user, this.#transport))
  }

  /**
   * A session of this user by its id, without a request.
   *
   * @example await user.session(uuid).close()
   */
  session(uuid: string, data: Data = {}): Session {
    const given = { ...requireObject('data', data), uuid: requireNonEmptyText('uuid', uuid) }
    return new Session(fieldsOf(given, sessionFromWire), this, this.#transport)
  }

  /**
   * Sets the password of the user. Sessions of the user are closed, except the one of the request.
   *
   * Throws `ArgumentError` for an empty password; `ValidationError` for one that the service does not allow;
   * `AuthorizationError` if the caller must not change it.
   *
   * @example await user.changePassword(newPassword)
   */
  async changePassword(newPassword: string, options: CallOptions = {}): Promise<void> {
    const form = { new_password: encodePassword('newPassword', newPassword) }
    await this.#act('POST', '/users/{userId}/change-password', form, options)
  }

  /**
   * Extends the plan of the user by its number of days. `user.expirationDate` is not updated; get the user again to see
   * it. The request is never repeated automatically.
   *
   * Throws `ValidationError` if the user has no plan, or one without a number of days.
   *
   * @example await user.renewPlan()
   */
  async renewPlan(options: CallOptions = {}): Promise<void> {
    await this.#act('POST', '/users/{userId}/renewPlan', undefined, options)
  }

  toString(): string {
    return `User(id=${this.id}, first_name=${this.firstName}, last_name=${this.lastName})`
  }

  toJSON(): Data {
    return this.data
  }

  /** A request whose response is ignored. */
  async #act(
    method: 'POST' | 'DELETE',
    path: string,
    form: Readonly<Record<string, string>> | undefined,
    options: CallOptions,
  ): Promise<void> {
    const params = { userId: this.id }
    await this.#transport.send({ method, path, params, form, expect: 'text', ...options })
  }
}

/** Sends a request whose response is a user. */
export const sendForUser = async (transport: Transport, request: TransportRequest): Promise<User> =>
  new User(await sendAndRead(transport, request, userFromWire), transport)

export const fetchUser = (transport: Transport, userId: number | 'me', options: CallOptions): Promise<User> =>
  sendForUser(transport, {
    method: 'GET',
    path: '/users/{userId}/',
    params: { userId },
    query: { f: 'json' },
    ...options,
  })
