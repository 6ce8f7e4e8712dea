import { falsehoods } from '@muster/contract/keystone/shapes.ts'
import { BadRequest } from '../../http/api.ts'

/** The additional attributes of a body, without those that the server sets. */
export const extrasOf = (
  body: Readonly<Record<string, unknown>>,
  known: ReadonlySet<string>,
): Readonly<Record<string, unknown>> | undefined => {
  const extra = Object.entries(body).filter(([name]) => !known.has(name) && name !== 'id' && name !== 'links')
  return extra.length === 0 ? undefined : Object.fromEntries(extra)
}

/** A boolean, or one of its accepted spellings. */
export const flagOf = (value: boolean | string | undefined): boolean | undefined =>
  typeof value === 'string' ? !falsehoods.includes(value as never) : value

/** The id in a PATCH body must match the path (keystone.md section 1). */
export const sameId = (inBody: unknown, inPath: string): void => {
  if (inBody !== undefined && inBody !== inPath)
    throw new BadRequest('Cannot change the id of a resource.', 'id')
}
