import { ArgumentError } from '../transport/errors.ts'
import type { Paginated } from '../transport/pages.ts'
import type { CallOptions } from '../transport/transport.ts'
import type { Query as WireQuery } from '../transport/url.ts'
import { listPages, readBody, type Send } from './api.ts'
import { isMissing, ResourceNotFound } from './errors.ts'
import { asArray, asObject, asText, type Fields, fromWire, idOf, type Ref, toWire } from './fields.ts'
import { findOne } from './find-one.ts'

/** Paging of a list, and filters by their names on the wire. */
export type PageQuery = {
  /** Rows of one page; the list fetches all pages anyway. */
  readonly limit?: number | undefined
  /** The list begins after this object. */
  readonly marker?: Ref | undefined
  /** Filters that have no property, such as `{ name__icontains: 'web' }`. */
  readonly filters?: Readonly<Record<string, string | number | boolean>> | undefined
}

export type IgnoreMissing = {
  /** Whether a missing object is a result instead of a `ResourceNotFound`. */
  readonly ignoreMissing?: boolean | undefined
}

/** The operations that every noun has. */
export type Readable<T, Query> = {
  /** Fetches an object by its id. Throws `ResourceNotFound`. @example await connection.identity.users.get(id) */
  readonly get: (ref: Ref, options?: CallOptions) => Promise<T>
  /**
   * Finds the one object with this id or name; undefined, or `ResourceNotFound` with `ignoreMissing: false`, if there
   * is none. Names of users, groups and projects are unique only in a domain: pass `domainId`. Throws
   * `DuplicateResource` if several objects match.
   * @example const user = await connection.identity.users.find('jane', { domainId: 'default' })
   */
  readonly find: {
    (nameOrId: string, query: Query & { readonly ignoreMissing: false }, options?: CallOptions): Promise<T>
    (nameOrId: string, query?: Query & IgnoreMissing, options?: CallOptions): Promise<T | undefined>
  }
  /** All objects that match; pages are fetched while the list is read. @example for await (const user of users.list()) {} */
  readonly list: (query?: Query & PageQuery, options?: CallOptions) => Paginated<T>
  /** Deletes an object. A missing object is a success unless `ignoreMissing` is false. @example await users.delete(user) */
  readonly delete: (ref: Ref, query?: IgnoreMissing, options?: CallOptions) => Promise<void>
}

export type Creatable<T, New> = {
  /** Creates an object. Throws `BadRequest`, `Forbidden` or `Conflict`. @example await domains.create({ name: 'acme' }) */
  readonly create: (attributes: New, options?: CallOptions) => Promise<T>
}

export type Updatable<T, Changes> = {
  /** Changes the given attributes only. Throws `ResourceNotFound`. @example await users.update(user, { enabled: false }) */
  readonly update: (ref: Ref, changes: Changes, options?: CallOptions) => Promise<T>
}

export type Collection<T, New, Changes, Query> = Readable<T, Query> &
  Creatable<T, New> &
  Updatable<T, Changes>

/** What the operations of a noun need to know about it. */
export type Noun = {
  /** The name of an object in bodies and in errors, such as `user`. */
  readonly name: string
  readonly path: string
  /** The name of the rows in a list, such as `users`. */
  readonly rows: string
  readonly fields: Fields
  /** Attributes that `create` requires. */
  readonly required: readonly string[]
  /** The filters of a list. A noun without `name` here is searched by reading the whole list. */
  readonly query: Fields
}

export const readObject = <T>({ fields, name }: Noun, wire: unknown): T => {
  const object = asObject(wire, name)
  asText(object['id'], `${name}.id`)
  return fromWire(fields, object, name) as T
}

/** The query of a list: filters by their properties, then those by their names on the wire. */
export const queryOf = (noun: Pick<Noun, 'query'>, query: object = {}): WireQuery => {
  const { limit, marker, filters, ...known } = query as PageQuery
  if (limit !== undefined && !(Number.isInteger(limit) && limit > 0))
    throw new ArgumentError('limit', 'must be a positive whole number')
  return {
    ...(toWire(noun.query, known) as WireQuery),
    ...filters,
    limit,
    ...(marker === undefined ? {} : { marker: idOf(marker, 'marker') }),
  }
}

export const makeCollection = <
  T extends { readonly id: string },
  New extends object,
  Changes extends object,
  Query extends object,
>(
  send: Send,
  noun: Noun,
): Collection<T, New, Changes, Query> => {
  const { name, path, rows, fields } = noun
  const one = `${path}/{${name}}`
  const read = (wire: unknown): T => readObject(noun, wire)
  const member = (wire: unknown): T => read(asObject(wire, 'the response')[name])

  const get = async (id: string, options: CallOptions): Promise<T> => {
    const request = { method: 'GET', path: one, params: { [name]: id }, ...options } as const
    return readBody(request, await send(request), member)
  }

  const list = (query: object = {}, options: CallOptions = {}): Paginated<T> =>
    listPages(send, { method: 'GET', path, query: queryOf(noun, query), ...options }, rows, read)

  const find = async (
    nameOrId: string,
    query: Query & IgnoreMissing = {} as Query,
    options: CallOptions = {},
  ) => {
    const { ignoreMissing = true, ...filters } = query
    // Filters are checked before the first request.
    queryOf(noun, filters)
    const found = await findOne<T>(noun, idOf(nameOrId, 'nameOrId'), {
      byId: (id) => get(id, options),
      byName: (name) => list({ ...filters, ...name }, options),
    })
    if (found === undefined && !ignoreMissing) throw notFound(noun, nameOrId)
    return found
  }

  return {
    get: async (ref, options = {}) => get(idOf(ref, name), options),
    find: find as Readable<T, Query>['find'],
    list,
    delete: async (ref, query, options) => remove(send, one, { [name]: idOf(ref, name) }, query, options),
    async create(attributes, options = {}) {
      assertRequired(noun, attributes)
      const request = {
        method: 'POST',
        path,
        json: { [name]: toWire(fields, attributes) },
        ...options,
      } as const
      return readBody(request, await send(request), member)
    },
    async update(ref, changes, options = {}) {
      const params = { [name]: idOf(ref, name) }
      const wire = toWire(fields, changes)
      if (Object.keys(wire).length === 0)
        throw new ArgumentError('changes', 'must have at least one attribute')
      const request = { method: 'PATCH', path: one, params, json: { [name]: wire }, ...options } as const
      return readBody(request, await send(request), member)
    },
  }
}

/** Attributes that `create` requires must be given. */
const assertRequired = ({ required }: Noun, attributes: object): void => {
  for (const property of required)
    if ((attributes as Record<string, unknown> | undefined)?.[property] === undefined)
      throw new ArgumentError(property, 'is required')
}

/** `create` of a noun whose id the client chooses and sends in the path. */
export const createByPut =
  <T, New extends { readonly id: string }>(send: Send, noun: Noun): Creatable<T, New>['create'] =>
  async (attributes, options = {}) => {
    assertRequired(noun, attributes)
    const { id, ...rest } = attributes
    const request = {
      method: 'PUT',
      path: `${noun.path}/{${noun.name}}`,
      params: { [noun.name]: idOf(id, 'id') },
      json: { [noun.name]: toWire(noun.fields, rest) },
      ...options,
    } as const
    return readBody(request, await send(request), (body) =>
      readObject<T>(noun, asObject(body, 'the response')[noun.name]),
    )
  }

/** `create` of a noun that the server creates in lists. */
export const createInList =
  <T, New extends object>(send: Send, noun: Noun): Creatable<T, New>['create'] =>
  async (attributes, options = {}) => {
    assertRequired(noun, attributes)
    const request = {
      method: 'POST',
      path: noun.path,
      json: { [noun.rows]: [toWire(noun.fields, attributes)] },
      ...options,
    } as const
    return readBody(request, await send(request), (body) =>
      readObject<T>(noun, asArray(asObject(body, 'the response')[noun.rows], noun.rows)[0]),
    )
  }

/** Sends a DELETE whose 404 is a success unless `ignoreMissing` is false. */
export const remove = async (
  send: Send,
  path: string,
  params: Readonly<Record<string, string>>,
  { ignoreMissing = true }: IgnoreMissing = {},
  options: CallOptions = {},
): Promise<void> => {
  try {
    await send({ method: 'DELETE', path, params, ...options })
  } catch (error) {
    if (!ignoreMissing || !isMissing(error)) throw error
  }
}

const notFound = ({ name, path }: Noun, nameOrId: string) =>
  new ResourceNotFound(
    { request: { method: 'GET', path }, status: 404, headers: new Headers(), body: undefined },
    `no ${name} has the name or id "${nameOrId}"`,
  )
