import { versionOf } from '../../core/kernel/versions.ts'
import { BadRequest } from '../../http/api.ts'

/** The version as an entity tag; the HTTP layer appends a digest of the body (`http/entity-tags.ts`). */
export const etagOf = ({ version }: { readonly version: number }): string => `"${version}"`

/** The entity tag of an object whose version is the time of its last change. */
export const timeTag = (changed: { readonly updatedAt: number }): string =>
  etagOf({ version: versionOf(changed) })

const tags = /^(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"(?:[ \t]*,[ \t]*(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*")*$/

/**
 * The versions in `If-Match` (RFC 9110 section 13.1.1); undefined for any. Only the version must match, not the rest of
 * the body, such as the time of the last use. Weak tags and tags of another format never match.
 */
export const readIfMatch = (header: string | undefined): readonly number[] | undefined => {
  const text = header?.trim()
  if (text === undefined || text === '*') return undefined
  if (text.length > 1024 || !tags.test(text))
    throw new BadRequest('If-Match must be a list of quoted entity tags, or *.')
  return [...text.matchAll(/(W\/)?"([^"]*)"/g)].flatMap(([, weak, tag = '']) =>
    weak === undefined && /^[1-9]\d{0,14}(?:-[\w-]{0,64})?$/.test(tag) ? [Number.parseInt(tag, 10)] : [],
  )
}
