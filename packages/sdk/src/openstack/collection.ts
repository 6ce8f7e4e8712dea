import { ArgumentError } from '../transport/errors.ts'
import type { Paginated } from '../transport/pages.ts'
import type { CallOptions } from '../transport/transport.ts'
import type { Query as WireQuery } from '../transport/url.ts'
import { fetchBody, listPages, type Send } from './api.ts'
import { isMissing, ResourceNotFound } from './errors.ts'
import {
  asArray,
  asObject,
  asText,
  type Fields,
  fromWire,
  idOf,
  type Ref,
  readOnly,
  toWire,
} from './fields.ts'
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
  /** How `create` sends an object: alone, to a path with the id that the client chose, or in a list. */
  readonly creation: 'alone' | 'with id' | 'in list'
  /** The filters of a list. A noun without `name` here is searched by reading the whole list. */
  readonly query: Fields
}

type Definition<Attributes extends Fields, Query extends Fields> = Pick<Noun, 'name'> &
  Partial<Pick<Noun, 'path' | 'rows' | 'required' | 'creation'>> & {
    readonly fields: Attributes
    readonly query?: Query
  }

/** A noun with what all nouns have in common: the attributes `id` and `links`, the plural as name of its list and path. */
export const defineNoun = <Attributes extends Fields, Query extends Fields = Record<never, never>>({
  name,
  rows = `${name}s`,
  path = `/${rows}`,
  fields,
  required = [],
  creation = 'alone',
  query = {} as Query,
}: Definition<Attributes, Query>) => ({
  name,
  path,
  rows,
  fields: { id: readOnly, links: readOnly, ...fields },
  required,
  creation,
  query,
})

export const readObject = <T>({ fields, name }: Noun, wire: unknown): T => {
  const object = asObject(wire, name)
  asText(object['id'], `${name}.id`)
  return fromWire(fields, object, name) as T
}

/** Reads a response that contains one object under its name. */
export const readMember =
  <T>(noun: Noun) =>
  (body: unknown): T =>
    readObject<T>(noun, asObject(body, 'the response')[noun.name])

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
  const { name, path, rows, fields, creation } = noun
  const one = `${path}/{${name}}`
  const read = (wire: unknown): T => readObject(noun, wire)
  const member = readMember<T>(noun)

  const get = async (id: string, options: CallOptions): Promise<T> => {
    return fetchBody(send, { method: 'GET', path: one, params: { [name]: id }, ...options }, member)
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
      if (creation === 'with id') {
        const { id, ...rest } = attributes as New & { readonly id: Ref }
        const params = { [name]: idOf(id, 'id') }
        const json = { [name]: toWire(fields, rest) }
        return fetchBody(send, { method: 'PUT', path: one, params, json, ...options }, member)
      }
      const wire = toWire(fields, attributes)
      if (creation === 'alone')
        return fetchBody(send, { method: 'POST', path, json: { [name]: wire }, ...options }, member)
      return fetchBody(send, { method: 'POST', path, json: { [rows]: [wire] }, ...options }, (body) =>
        read(asArray(asObject(body, 'the response')[rows], rows)[0]),
      )
    },
    async update(ref, changes, options = {}) {
      const params = { [name]: idOf(ref, name) }
      const wire = toWire(fields, changes)
      if (Object.keys(wire).length === 0) throw new ArgumentError('changes', 'must not be empty')
      const json = { [name]: wire }
      return fetchBody(send, { method: 'PATCH', path: one, params, json, ...options }, member)
    },
  }
}

/** Attributes that `create` requires must be given. */
const assertRequired = ({ required }: Noun, attributes: object): void => {
  for (const property of required)
    if ((attributes as Record<string, unknown> | undefined)?.[property] === undefined)
      throw new ArgumentError(property, 'is required')
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
