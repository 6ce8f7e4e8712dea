import { domainError } from '../../kernel/domain-error.ts'
import { checkPathSegment, normalizeText } from '../../kernel/text.ts'

const maxTags = 80

const invalid = (code: string, message: string) => domainError('invalid', code, message, { field: 'tags' })

/** Trimmed, 1 to 255 characters, without the characters that separate tags in lists and paths. */
export const normalizeTag = (given: string): string => {
  const tag = normalizeText('tags', given.trim(), 255)
  if (tag === '') throw invalid('tag_blank', 'A tag must not be blank.')
  if (/[,/]/.test(tag) || /\p{Cc}/u.test(tag))
    throw invalid('tag_unusable', 'A tag must not hold commas, slashes or control characters.')
  return checkPathSegment('tags', tag)
}

/** All tags of one project: each once, 80 at most (keystone.md section 13). */
export const normalizeTags = (given: readonly string[]): readonly string[] => {
  if (given.length > maxTags) throw invalid('tags_too_many', `A project has at most ${maxTags} tags.`)
  const tags = given.map(normalizeTag)
  if (new Set(tags).size < tags.length) throw invalid('tag_repeated', 'A project has each tag only once.')
  return tags
}
