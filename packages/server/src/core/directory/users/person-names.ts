import type { User } from './user.ts'

type Names = Pick<User, 'displayName' | 'givenName' | 'familyName'>
type NamesGiven = { readonly [K in keyof Names]?: Names[K] | undefined }

/** What a display name may be long, in code points. */
const maxLength = 255

/** "Ann" and "Lee" are "Ann Lee"; null where there is neither. */
export const fullName = ({ givenName, familyName }: Omit<Names, 'displayName'>): string | null => {
  const parts = [givenName, familyName].flatMap((part) => (part?.trim() ? [part.trim()] : []))
  return parts.length === 0 ? null : Array.from(parts.join(' ')).slice(0, maxLength).join('')
}

/** Without the blanks around it; null for blanks alone, which name nothing. */
const bare = <T extends string | null | undefined>(name: T): T | string | null =>
  typeof name === 'string' ? name.trim() || null : name

/** Names as they are kept. */
export const bareNames = ({ displayName, givenName, familyName }: NamesGiven): NamesGiven => ({
  ...(displayName === undefined ? {} : { displayName: bare(displayName) }),
  ...(givenName === undefined ? {} : { givenName: bare(givenName) }),
  ...(familyName === undefined ? {} : { familyName: bare(familyName) }),
})

/** A new person is called by its given and its family name, unless it is said otherwise. */
export const namesOfNew = (asGiven: NamesGiven): Names => {
  const { displayName, givenName = null, familyName = null } = bareNames(asGiven)
  return { displayName: displayName ?? fullName({ givenName, familyName }), givenName, familyName }
}

/**
 * What else changes with what is changed. A display name that was made of the other two follows them; one of its
 * own alone takes them away, since they would tell another name.
 */
export const namesOfChanged = (before: Names, asGiven: NamesGiven): NamesGiven => {
  const given = bareNames(asGiven)
  const { displayName, givenName, familyName } = given
  if (givenName === undefined && familyName === undefined) {
    if (displayName === undefined || displayName === before.displayName) return given
    return displayName === fullName(before) ? given : { displayName, givenName: null, familyName: null }
  }
  const after = {
    givenName: givenName === undefined ? before.givenName : givenName,
    familyName: familyName === undefined ? before.familyName : familyName,
  }
  const derived = before.displayName === null || before.displayName === fullName(before)
  return { displayName: displayName === undefined && derived ? fullName(after) : displayName, ...after }
}

/**
 * Two names for clients that know no others. Without names of its own the display name is split before its last
 * word, or else the username; a name of one word has no family name.
 */
export const firstAndLast = ({
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
 * What a change of one or both of these two names means for a user who is told them but has none: the display name
 * they were read from stays the other one, and follows.
 */
export const namesForTwo = (
  before: Names & Pick<User, 'name'>,
  { first, last }: { readonly first?: string | undefined; readonly last?: string | undefined },
): NamesGiven => {
  if (first === undefined && last === undefined) return {}
  const given = {
    ...(first === undefined ? {} : { givenName: first || null }),
    ...(last === undefined ? {} : { familyName: last || null }),
  }
  if (before.givenName !== null || before.familyName !== null || before.displayName === null) return given
  const read = firstAndLast(before)
  const names = { givenName: read.first || null, familyName: read.last || null, ...given }
  return { ...names, displayName: fullName(names) }
}
