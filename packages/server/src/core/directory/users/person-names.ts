import type { User } from './user.ts'

type Names = Pick<User, 'displayName' | 'givenName' | 'familyName'>
type NamesInput = { readonly [K in keyof Names]?: Names[K] | undefined }

/** Maximum length of a display name in code points. */
const maxLength = 255

/** Given and family name separated by a blank; null without both. */
export const fullName = ({ givenName, familyName }: Omit<Names, 'displayName'>): string | null => {
  const parts = [givenName, familyName].flatMap((part) => (part?.trim() ? [part.trim()] : []))
  return parts.length === 0 ? null : Array.from(parts.join(' ')).slice(0, maxLength).join('')
}

/** Removes surrounding blanks; null for a blank name. */
const trimName = <T extends string | null | undefined>(name: T): T | string | null =>
  typeof name === 'string' ? name.trim() || null : name

/** Names normalized for storage. */
export const bareNames = ({ displayName, givenName, familyName }: NamesInput): NamesInput => ({
  ...(displayName === undefined ? {} : { displayName: trimName(displayName) }),
  ...(givenName === undefined ? {} : { givenName: trimName(givenName) }),
  ...(familyName === undefined ? {} : { familyName: trimName(familyName) }),
})

/** The names of a new user; the display name defaults to given and family name. */
export const deriveNames = (input: NamesInput): Names => {
  const { displayName, givenName = null, familyName = null } = bareNames(input)
  return { displayName: displayName ?? fullName({ givenName, familyName }), givenName, familyName }
}

/**
 * Completes a change of names. A derived display name follows given and family name; a different display name alone
 * clears them, because they would contradict it.
 */
export const namesOfChanged = (before: Names, input: NamesInput): NamesInput => {
  const change = bareNames(input)
  const { displayName, givenName, familyName } = change
  if (givenName === undefined && familyName === undefined) {
    if (displayName === undefined || displayName === before.displayName) return change
    return displayName === fullName(before) ? change : { displayName, givenName: null, familyName: null }
  }
  const after = {
    givenName: givenName === undefined ? before.givenName : givenName,
    familyName: familyName === undefined ? before.familyName : familyName,
  }
  const derived = before.displayName === null || before.displayName === fullName(before)
  return { displayName: displayName === undefined && derived ? fullName(after) : displayName, ...after }
}

/**
 * First and last name for clients without display names. Without given and family name, the display name or else the
 * username is split before its last word; a single word is the first name.
 */
export const splitName = ({
  displayName,
  givenName,
  familyName,
  name,
}: Names & Pick<User, 'name'>): { readonly first: string; readonly last: string } => {
  if (givenName !== null || familyName !== null) return { first: givenName ?? '', last: familyName ?? '' }
  const words = (displayName?.trim() || name).split(/\s+/)
  return words.length === 1
    ? { first: words[0] ?? '', last: '' }
    : { first: words.slice(0, -1).join(' '), last: words.at(-1) ?? '' }
}

/**
 * Applies a change of first or last name to a user whose shown names were derived from the display name: the other name
 * keeps its shown value, and the display name follows.
 */
export const mergeSplitName = (
  before: Names & Pick<User, 'name'>,
  { first, last }: { readonly first?: string | undefined; readonly last?: string | undefined },
): NamesInput => {
  if (first === undefined && last === undefined) return {}
  const change = {
    ...(first === undefined ? {} : { givenName: first || null }),
    ...(last === undefined ? {} : { familyName: last || null }),
  }
  if (before.givenName !== null || before.familyName !== null || before.displayName === null) return change
  const read = splitName(before)
  const names = { givenName: read.first || null, familyName: read.last || null, ...change }
  return { ...names, displayName: fullName(names) }
}
