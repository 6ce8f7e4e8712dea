import type { Paginated } from '../transport/pages.ts'
import type { Noun } from './collection.ts'
import { BadRequest, DuplicateResource, Forbidden, isMissing } from './errors.ts'

type Reads<T> = {
  readonly byId: (id: string) => Promise<T>
  readonly byName: (filter: { readonly name?: string }) => Paginated<T>
}

/** The one object with this id or name. Throws `DuplicateResource` when several match. */
export const findOne = async <T extends { readonly id: string }>(
  { name, query }: Noun,
  nameOrId: string,
  reads: Reads<T>,
): Promise<T | undefined> => {
  const found = await findById(nameOrId, reads)
  if (found) return found
  const matches: T[] = []
  for await (const item of reads.byName('name' in query ? { name: nameOrId } : {}))
    if (item.id === nameOrId || nameOf(item) === nameOrId) matches.push(item)
  const [first, second] = matches
  if (second === undefined) return first
  const ids = matches.map(({ id }) => id)
  throw new DuplicateResource(name, nameOrId, ids)
}

/** The object with this id. Servers respond with 400 or 403 for ids that do not exist, so the list decides then. */
const findById = async <T>(id: string, { byId }: Reads<T>): Promise<T | undefined> => {
  // These would change the path; Keystone decodes an encoded slash before it routes.
  if (id === '.' || id === '..' || id.includes('/')) return undefined
  try {
    return await byId(id)
  } catch (error) {
    if (isMissing(error) || error instanceof BadRequest || error instanceof Forbidden) return undefined
    throw error
  }
}

/** The name of an object; of nouns without a name, the additional attribute `name`. */
const nameOf = (item: object): unknown => {
  if ('name' in item) return item.name
  return 'extra' in item ? (item.extra as Record<string, unknown>)['name'] : undefined
}
