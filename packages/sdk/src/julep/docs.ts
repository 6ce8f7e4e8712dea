import { requireObject } from '../transport/arguments.ts'
import { sendAndRead } from '../transport/fields.ts'
import type { Paginated } from '../transport/pages.ts'
import type { CallOptions, Transport } from '../transport/transport.ts'
import { listQuery, requireDoc, requireUuid } from './arguments.ts'
import { listByOffset } from './list-by-offset.ts'
import type { Doc, ListOptions, NewDoc, ResourceCreated } from './types.ts'
import { createdFromWire, docFromWire, itemsFromWire } from './wire.ts'

/** The documents of users: `julep.docs`. */
export class Docs {
  readonly #transport: Transport

  /** @internal */
  constructor(transport: Transport) {
    this.#transport = transport
  }

  /**
   * Lists the docs of a user, the newest first. Pages are fetched while the list is read.
   *
   * Throws `ArgumentError` if `userId` is not a UUID and for a malformed `limit`, `offset` or `metadataFilter`;
   * `NotFoundError` if no user has the id.
   *
   * @example const docs = await julep.docs.list({ userId: id }).toArray({ limit: 1000 })
   */
  list(list: ListOptions & { readonly userId: string }, options: CallOptions = {}): Paginated<Doc> {
    const params = { userId: requireUuid('userId', requireObject('list', list)['userId']) }
    const query = listQuery(list)
    return listByOffset(list, (page) =>
      sendAndRead(
        this.#transport,
        { method: 'GET', path: '/users/{userId}/docs', params, query: { ...page, ...query }, ...options },
        (body, origin) => itemsFromWire(body, origin, docFromWire),
      ),
    )
  }

  /**
   * Creates a doc of a user. The request is never repeated automatically.
   *
   * Throws `ArgumentError` if `userId` is not a UUID or the doc lacks `title` or `content`; `NotFoundError` if no user
   * has the id; `PermissionDeniedError` if the user has the maximum number of docs.
   *
   * @example await julep.docs.create({ userId: id, doc: { title: 'Notes', content: 'Likes rain' } })
   */
  async create(
    create: { readonly userId: string; readonly doc: NewDoc },
    options: CallOptions = {},
  ): Promise<ResourceCreated> {
    const { userId, doc } = requireObject('create', create)
    const params = { userId: requireUuid('userId', userId) }
    const json = requireDoc('doc', doc)
    return sendAndRead(
      this.#transport,
      { method: 'POST', path: '/users/{userId}/docs', params, json, ...options },
      createdFromWire,
    )
  }

  /**
   * Deletes a doc of a user.
   *
   * Throws `ArgumentError` if `userId` or `docId` is not a UUID; `NotFoundError` if the user has no such doc.
   *
   * @example await julep.docs.delete({ userId: id, docId: doc.id })
   */
  async delete(
    which: { readonly userId: string; readonly docId: string },
    options: CallOptions = {},
  ): Promise<void> {
    const { userId, docId } = requireObject('which', which)
    const params = { userId: requireUuid('userId', userId), docId: requireUuid('docId', docId) }
    await this.#transport.send({
      method: 'DELETE',
      path: '/users/{userId}/docs/{docId}',
      params,
      expect: 'text',
      ...options,
    })
  }
}
