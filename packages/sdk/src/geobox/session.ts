import type { CallOptions, Transport } from '../transport/transport.ts'
import type { Data } from './types.ts'
import type { User } from './user.ts'
import type { SessionFields } from './wire.ts'

/** A session of a user. Created by `user.getSessions` and `user.session`. */
export class Session {
  readonly #transport: Transport
  readonly #fields: SessionFields
  readonly #user: User

  /** @internal */
  constructor(fields: SessionFields, user: User, transport: Transport) {
    this.#fields = fields
    this.#user = user
    this.#transport = transport
  }

  /** The id of the session. */
  get uuid(): string {
    return this.#fields.uuid
  }

  /** The user who is signed in. */
  get user(): User {
    return this.#user
  }

  /** The `User-Agent` of the sign-in. */
  get agent(): string | null {
    return this.#fields.agent
  }

  /** The address of the sign-in. */
  get ip(): string | null {
    return this.#fields.ip
  }

  get createdAt(): Date | null {
    return this.#fields.createdAt
  }

  get lastActivity(): Date | null {
    return this.#fields.lastActivity
  }

  /** Whether the client uses this session. */
  get isCurrent(): boolean | null {
    return this.#fields.isCurrent
  }

  /** All fields with the names of the wire. */
  get data(): Data {
    return this.#fields.data
  }

  /**
   * Closes the session: its token is no longer valid.
   *
   * Throws `NotFoundError` if the session is closed already, and `AuthorizationError` if the caller must not close it.
   *
   * @example for (const session of await user.getSessions()) await session.close()
   */
  async close(options: CallOptions = {}): Promise<void> {
    const [userId, uuid] = [this.#user.id, this.uuid]
    await this.#transport.send({
      method: 'POST',
      path: '/users/{userId}/sessions/{uuid}',
      params: { userId, uuid },
      json: { user_id: userId, session_uuid: uuid },
      expect: 'text',
      ...options,
    })
  }

  toString(): string {
    return `Session(user=${this.#user}, agent='${this.agent}')`
  }

  toJSON(): Data {
    return this.data
  }
}
