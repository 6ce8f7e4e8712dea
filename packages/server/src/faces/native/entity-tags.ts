import { Unreadable } from '../../http/face.ts'

/** Strong by everything but `last_active_at`, which is nobody's edit. */
export const etagOf = ({ version }: { readonly version: number }): string => `"${version}"`

const tags = /^(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"(?:[ \t]*,[ \t]*(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*")*$/

/**
 * The versions that `If-Match` names (RFC 9110 section 13.1.1), undefined for any. Weak tags never match; other
 * people's tags are versions that no user has.
 */
export const readIfMatch = (header: string | undefined): readonly number[] | undefined => {
  const text = header?.trim()
  if (text === undefined || text === '*') return undefined
  if (text.length > 1024 || !tags.test(text))
    throw new Unreadable('If-Match holds entity tags in quotes, or *.')
  return [...text.matchAll(/(W\/)?"([^"]*)"/g)].flatMap(([, weak, tag = '']) =>
    weak === undefined && /^[1-9]\d{0,14}$/.test(tag) ? [Number(tag)] : [],
  )
}
