import { requireNonEmptyText } from '../transport/arguments.ts'
import { sendAndRead } from '../transport/fields.ts'
import { type Paginated, paginate } from '../transport/pages.ts'
import type { CallOptions, Transport } from '../transport/transport.ts'
import { type CheckedList, checkList, checkNewUser, checkUpdate } from './arguments.ts'
import type { CreatedUser, CreateUser, ListUsers, UpdateUser, User, UsersPage } from './types.ts'
import { createdFromWire, listToWire, newUserToWire, pageFromWire, type Spell, userFromWire } from './wire.ts'

/** The users of the account: `arize.users`. Users are found by id, as names are not unique. */
export class Users {
  readonly #transport: Transport
  readonly #spell: Spell

  /** @internal */
  constructor(transport: Transport, spell: Spell) {
    this.#transport = transport
    this.#spell = spell
  }

  /**
   * Lists users, the oldest first. Pages of `limit` users are fetched while the list is read.
   *
   * Throws `ArgumentError` for a `limit` outside of 1 to 100, an `email` that is too long and an unknown `status`;
   * `BadRequestException` for a cursor of another list.
   *
   * @example for await (const user of arize.users.list({ status: ['invited'] })) console.log(user.email)
   */
  list(list: ListUsers = {}, options: CallOptions = {}): Paginated<User> {
    const checked = checkList(list)
    return paginate<User, string>(async (cursor = checked.cursor) => {
      const { users, pagination } = await this.#fetchPage({ ...checked, cursor }, options)
      return { items: users, next: pagination.nextCursor ?? undefined }
    })
  }

  /**
   * Returns one page of users, the oldest first. `pagination.nextCursor` is the `cursor` of the next page.
   *
   * Throws the errors of `list`.
   *
   * @example const { users, pagination } = await arize.users.listPage({ limit: 10 })
   */
  async listPage(list: ListUsers = {}, options: CallOptions = {}): Promise<UsersPage> {
    return this.#fetchPage(checkList(list), options)
  }

  /**
   * Returns a user.
   *
   * Throws `ArgumentError` for an empty id, and `NotFoundException` if no user has it.
   *
   * @example const user = await arize.users.get('VXNlcjoxMjM0NQ==')
   */
  async get(userId: string, options: CallOptions = {}): Promise<User> {
    const params = { userId: requireNonEmptyText('userId', userId) }
    return sendAndRead(
      this.#transport,
      { method: 'GET', path: '/v2/users/{userId}', params, ...options },
      userFromWire,
    )
  }

  /**
   * Creates or invites a user. The email decides: of a user with an open invitation, that user is returned unchanged
   * (`isNew` is false). The request is never repeated automatically.
   *
   * Throws `ArgumentError` for missing and malformed arguments; `ConflictException` if the email belongs to an active
   * or deleted user; `BadRequestException` for an invalid email or a custom role that the service does not support.
   *
   * @example
   * const role = { type: 'predefined', name: 'member' } as const
   * const { id } = await arize.users.create({ name: 'Ann', email: 'ann@example.com', role, inviteMode: 'email_link' })
   */
  async create(user: CreateUser, options: CallOptions = {}): Promise<CreatedUser> {
    const json = newUserToWire(checkNewUser(user), this.#spell)
    return sendAndRead(
      this.#transport,
      { method: 'POST', path: '/v2/users', json, ...options },
      createdFromWire,
    )
  }

  /**
   * Changes the name or the developer flag of a user.
   *
   * Throws `ArgumentError` if neither `name` nor `isDeveloper` is given; `NotFoundException` if no user has the id;
   * `ForbiddenException` if the API key must not change users.
   *
   * @example await arize.users.update({ userId: id, isDeveloper: false })
   */
  async update(update: UpdateUser, options: CallOptions = {}): Promise<User> {
    const { json, ...params } = checkUpdate(update)
    return sendAndRead(
      this.#transport,
      { method: 'PATCH', path: '/v2/users/{userId}', params, json, ...options },
      userFromWire,
    )
  }

  /**
   * Deletes a user with its memberships, API keys and role bindings. Deleting a deleted user succeeds.
   *
   * Throws `NotFoundException` if no user has the id, and `BadRequestException` for the owner of the API key.
   *
   * @example await arize.users.delete(id)
   */
  async delete(userId: string, options: CallOptions = {}): Promise<void> {
    await this.#act('DELETE', '/v2/users/{userId}', userId, options)
  }

  /**
   * Sends the invitation of a user again. The new link replaces the old one.
   *
   * Throws `BadRequestException` unless the user has the status `invited`, and `NotFoundException` if no user has the
   * id.
   *
   * @example await arize.users.resendInvitation(id)
   */
  async resendInvitation(userId: string, options: CallOptions = {}): Promise<void> {
    await this.#act('POST', '/v2/users/{userId}/resend-invitation', userId, options)
  }

  /**
   * Sends a user an email with a link to choose another password, which is valid for 30 minutes.
   *
   * Throws `BadRequestException` unless the user is active and signs in with a password, and `NotFoundException` if no
   * user has the id.
   *
   * @example await arize.users.resetPassword(id)
   */
  async resetPassword(userId: string, options: CallOptions = {}): Promise<void> {
    await this.#act('POST', '/v2/users/{userId}/reset-password', userId, options)
  }

  async #fetchPage(list: CheckedList, options: CallOptions): Promise<UsersPage> {
    const query = listToWire(list, this.#spell)
    return sendAndRead(
      this.#transport,
      { method: 'GET', path: '/v2/users', query, ...options },
      (body, origin) => pageFromWire(body, origin, list.cursor),
    )
  }

  /** A request without a body, whose response is ignored. */
  async #act(method: 'POST' | 'DELETE', path: string, userId: string, options: CallOptions): Promise<void> {
    const params = { userId: requireNonEmptyText('userId', userId) }
    await this.#transport.send({ method, path, params, expect: 'text', ...options })
  }
}
