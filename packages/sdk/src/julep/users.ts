import { optionally, requireBoolean, requireObject, requireText } from '../transport/arguments.ts'
import { sendAndRead } from '../transport/fields.ts'
import type { Paginated } from '../transport/pages.ts'
import type { CallOptions, Transport } from '../transport/transport.ts'
import { listQuery, requireDocs, requireTextOrNull, requireUuid } from './arguments.ts'
import { listByOffset } from './list-by-offset.ts'
import type { CreateUser, ListOptions, ResourceCreated, ResourceUpdated, UpdateUser, User } from './types.ts'
import {
  createdFromWire,
  itemsFromWire,
  updatedFromWire,
  userFromWire,
  type WireNewUser,
  type WireUserUpdate,
} from './wire.ts'

/** The users of the developer who owns the API key: `julep.users`. */
export class Users {
  readonly #transport: Transport

  /** @internal */
  constructor(transport: Transport) {
    this.#transport = transport
  }

  /**
   * Returns a user.
   *
   * Throws `ArgumentError` if `id` is not a UUID, and `NotFoundError` if no user has it.
   *
   * @example const user = await julep.users.get('0f8fad5b-d9cb-469f-a165-70867728950e')
   */
  async get(id: string, options: CallOptions = {}): Promise<User> {
    const params = { id: requireUuid('id', id) }
    return sendAndRead(
      this.#transport,
      { method: 'GET', path: '/users/{id}', params, ...options },
      userFromWire,
    )
  }

  /**
   * Creates a user, and its docs in the same step. Names need not be unique. The request is never repeated
   * automatically.
   *
   * Throws `ArgumentError` for a missing `name` or `about` and for malformed `docs` or `metadata`.
   *
   * @example const { id } = await julep.users.create({ name: 'Ann', about: 'Likes rain' })
   */
  async create(user: CreateUser, options: CallOptions = {}): Promise<ResourceCreated> {
    const { name, about, docs = [], metadata = {} } = requireObject('user', user)
    const json: WireNewUser = {
      name: requireTextOrNull('name', name),
      about: requireTextOrNull('about', about),
      docs: requireDocs('docs', docs),
      metadata: requireObject('metadata', metadata),
    }
    return sendAndRead(this.#transport, { method: 'POST', path: '/users', json, ...options }, createdFromWire)
  }

  /**
   * Lists users, the newest first. Pages are fetched while the list is read; users who are created meanwhile shift the
   * following pages.
   *
   * Throws `ArgumentError` for a `limit` below 1, an `offset` below 0 and a `metadataFilter` that is not an object.
   *
   * @example for await (const user of julep.users.list({ metadataFilter: { plan: 'pro' } })) console.log(user.name)
   */
  list(list: ListOptions = {}, options: CallOptions = {}): Paginated<User> {
    const query = listQuery(list)
    return listByOffset(list, (page) =>
      sendAndRead(
        this.#transport,
        { method: 'GET', path: '/users', query: { ...page, ...query }, ...options },
        (body, origin) => itemsFromWire(body, origin, userFromWire),
      ),
    )
  }

  /**
   * Changes the given fields of a user. With `overwrite: true`, replaces name, about and metadata.
   *
   * Throws `ArgumentError` if `userId` is not a UUID, or if `overwrite` is true and `name` or `about` is missing;
   * `NotFoundError` if no user has the id.
   *
   * @example await julep.users.update({ userId: id, about: 'Likes sun' })
   */
  async update(update: UpdateUser, options: CallOptions = {}): Promise<ResourceUpdated> {
    const { userId, name, about, metadata, overwrite = false } = requireObject('update', update)
    const params = { userId: requireUuid('userId', userId) }
    const replaces = requireBoolean('overwrite', overwrite)
    const check = replaces
      ? requireText
      : (argument: string, value: unknown) => optionally(requireTextOrNull, argument, value)
    const json: WireUserUpdate = {
      name: check('name', name),
      about: check('about', about),
      metadata: optionally(requireObject, 'metadata', metadata),
    }
    const method = replaces ? 'PUT' : 'PATCH'
    return sendAndRead(
      this.#transport,
      { method, path: '/users/{userId}', params, json, ...options },
      updatedFromWire,
    )
  }

  /**
   * Deletes a user.
   *
   * Throws `ArgumentError` if `userId` is not a UUID, and `NotFoundError` if no user has it.
   *
   * @example await julep.users.delete(id)
   */
  async delete(userId: string, options: CallOptions = {}): Promise<void> {
    const params = { userId: requireUuid('userId', userId) }
    await this.#transport.send({
      method: 'DELETE',
      path: '/users/{userId}',
      params,
      expect: 'text',
      ...options,
    })
  }
}
