import { BadRequest } from '../../http/api.ts'

/** The version, which the HTTP layer completes with a digest of what is shown (`http/entity-tags.ts`). */
export const etagOf = ({ version }: { readonly version: number }): string => `"${version}"`

const tags = /^(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"(?:[ \t]*,[ \t]*(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*")*$/

/**
 * The versions that `If-Match` names (RFC 9110 section 13.1.1), undefined for any. A change is refused where the
 * version is another one, and not where only what is shown beside it differs, as the time of the last use does. Weak
 * tags never match; tags of another shape are versions that nothing has.
 */
export const readIfMatch = (header: string | undefined): readonly number[] | undefined => {
  const text = header?.trim()
  if (text === undefined || text === '*') return undefined
  if (text.length > 1024 || !tags.test(text))
    throw new BadRequest('If-Match holds entity tags in quotes, or *.')
  return [...text.matchAll(/(W\/)?"([^"]*)"/g)].flatMap(([, weak, tag = '']) =>
    weak === undefined && /^[1-9]\d{0,14}(?:-[\w-]{0,64})?$/.test(tag) ? [Number.parseInt(tag, 10)] : [],
  )
}
