import { sendAndRead } from '../transport/fields.ts'
import type { CallOptions, Transport } from '../transport/transport.ts'
import { recordFromWire, recordToWire, type UserRecord } from './record.ts'
import { targetHeader, updateToWire } from './requests.ts'
import type { UpdateUserRequest, UserDict } from './types.ts'

/** A user, and the operations on it. Created by the methods of `roboto.users`. */
export class User {
  readonly #transport: Transport
  #record: UserRecord

  /** @internal */
  constructor(record: UserRecord, transport: Transport) {
    this.#record = record
    this.#transport = transport
  }

  /** The id of the user; typically an email address. */
  get userId(): string {
    return this.#record.userId
  }

  /** The display name, or null. */
  get name(): string | null {
    return this.#record.name
  }

  /** All fields of the user. `update` replaces the record. */
  get record(): UserRecord {
    return this.#record
  }

  /**
   * Changes the given fields and returns this user with its new record. Absent and null fields are unchanged.
   *
   * Throws `ArgumentError` for an empty `name` or `pictureUrl` and for unknown channels and types;
   * `RobotoUnauthorizedException` if the API key must not change the user; `RobotoNotFoundException` if the user no
   * longer exists.
   *
   * @example await user.update({ notificationChannelsEnabled: { email: false } })
   */
  async update(request: UpdateUserRequest = {}, options: CallOptions = {}): Promise<this> {
    const json = updateToWire(request)
    const headers = targetHeader(this.userId)
    this.#record = await sendAndRead(
      this.#transport,
      { method: 'PUT', path: '/v1/users', headers, json, ...options },
      recordFromWire,
    )
    return this
  }

  /**
   * Deletes the user permanently, with all data of the user.
   *
   * Throws `RobotoUnauthorizedException` if the API key must not delete the user, and `RobotoNotFoundException` if the
   * user no longer exists.
   *
   * @example await user.delete()
   */
  async delete(options: CallOptions = {}): Promise<void> {
    const headers = targetHeader(this.userId)
    await this.#transport.send({ method: 'DELETE', path: '/v1/users', headers, expect: 'text', ...options })
  }

  /** The user as plain JSON data with the names of the wire. */
  toDict(): UserDict {
    return recordToWire(this.#record)
  }

  /** `JSON.stringify(user)` is the JSON of `toDict()`. */
  toJSON(): UserDict {
    return this.toDict()
  }
}
