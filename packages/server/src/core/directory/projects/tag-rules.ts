import { domainError } from '../../kernel/domain-error.ts'
import type { ErrorCode } from '../../kernel/error-codes.ts'
import { checkPathSegment, normalizeText } from '../../kernel/text.ts'

const maxTags = 80

const invalid = (code: ErrorCode<'invalid'>, message: string) =>
  domainError('invalid', code, message, { field: 'tags' })

/** Trims a tag and rejects with `invalid` unless it has 1 to 255 characters without list and path separators. */
export const normalizeTag = (input: string): string => {
  const tag = normalizeText('tags', input.trim(), 255)
  if (tag === '') throw invalid('tag_blank', 'A tag must not be blank.')
  if (/[,/]/.test(tag) || /\p{Cc}/u.test(tag))
    throw invalid('tag_unusable', 'A tag must not contain commas, slashes or control characters.')
  return checkPathSegment('tags', tag)
}

/** Normalizes all tags of a project: no duplicates, at most 80 (keystone.md section 13). */
export const normalizeTags = (input: readonly string[]): readonly string[] => {
  if (input.length > maxTags) throw invalid('tags_too_many', `A project can have at most ${maxTags} tags.`)
  const tags = input.map(normalizeTag)
  if (new Set(tags).size < tags.length) throw invalid('tag_repeated', 'tags must not contain duplicates.')
  return tags
}
