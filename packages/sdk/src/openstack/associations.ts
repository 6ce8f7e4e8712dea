import { ArgumentError, InvalidResponseError } from '../transport/errors.ts'
import type { Paginated } from '../transport/pages.ts'
import type { CallOptions } from '../transport/transport.ts'
import { listPages, type Send } from './api.ts'
import { type IgnoreMissing, type Noun, type PageQuery, queryOf, readObject, remove } from './collection.ts'
import { type Fields, idOf, type Ref } from './fields.ts'

/** A path template with the values of its parameters. */
export type Place = { readonly path: string; readonly params: Readonly<Record<string, string>> }

/** The one name that the arguments contain. */
export const only = <K extends string>(args: object | undefined, names: readonly K[]): K => {
  const given = names.filter((name) => (args as Record<string, unknown> | undefined)?.[name] !== undefined)
  const [name] = given
  if (name === undefined || given.length > 1)
    throw new ArgumentError(given[1] ?? names[0] ?? '', `give exactly one of ${names.join(', ')}`)
  return name
}

/** The path, with the ids that it names taken from the arguments. */
export const placeOf = (path: string, args: object | undefined): Place => {
  const params: [string, string][] = []
  for (const [, name = ''] of path.matchAll(/\{(\w+)\}/g))
    params.push([name, idOf((args as Readonly<Record<string, unknown>> | undefined)?.[name], name)])
  return { path, params: Object.fromEntries(params) }
}

/** Lists the objects of a noun that are associated with another object, the only parameter of the path. */
export const listAssociated = <T, Query extends object = object>(
  send: Send,
  path: string,
  noun: Noun,
  filters: Fields = {},
) => {
  const [, owner = ''] = /\{(\w+)\}/.exec(path) ?? []
  return (ref: Ref, query?: Query & PageQuery, options?: CallOptions): Paginated<T> =>
    listPages(
      send,
      {
        method: 'GET',
        ...placeOf(path, { [owner]: ref }),
        query: queryOf({ query: filters }, query),
        ...options,
      },
      noun.rows,
      (wire) => readObject<T>(noun, wire),
    )
}

/**
 * Creates, removes and checks an association at the place that the arguments give. Removing a missing one is a success
 * if `ignoreMissing`, by default `ignoresMissing`, is true.
 */
export const makeAssociation = <Args extends object>(
  send: Send,
  place: (args: Args) => Place,
  ignoresMissing = true,
) => ({
  async add(args: Args, options?: CallOptions): Promise<void> {
    await send({ method: 'PUT', ...place(args), ...options })
  },
  async remove(args: Args & IgnoreMissing, options?: CallOptions): Promise<void> {
    const { path, params } = place(args)
    await remove(send, path, params, { ignoreMissing: args.ignoreMissing ?? ignoresMissing }, options)
  },
  /** Whether it exists: 204 or 404. Other successes come from something else than Identity. */
  async exists(args: Args, options?: CallOptions): Promise<boolean> {
    const { path, params } = place(args)
    const { status } = await send({ method: 'HEAD', path, params, accept: [404], ...options })
    if (status !== 204 && status !== 404)
      throw new InvalidResponseError({ method: 'HEAD', path }, status, 'unexpected status')
    return status === 204
  },
})
