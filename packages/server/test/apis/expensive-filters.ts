/** The longest description that users may have, different from user to user, with many partial matches. */
export const longText = (seed: number): string => `${'ab'.repeat(32_450)}${seed}`.slice(0, 64_900)

/** A part that nearly occurs everywhere in `longText`: comparing it takes the longest. */
const part = (i: number) => `${'ab'.repeat(90)}c${i}`

/** CQL2 text of so many conditions on descriptions, none of which an index knows and none of which holds. */
export const dearConditions = (amount: number, operator: 'LIKE' | 'ILIKE' = 'ILIKE'): string =>
  Array.from({ length: amount }, (_, i) => `description ${operator} '%${part(i)}%'`).join(' OR ')

/**
 * The most expensive questions known of the lists of users (and `keystoneAssignments` of role assignments), as query
 * strings; they cost most with users named `long-N` whose descriptions are `longText`. For scripts that look for the worst requests.
 */
export const dearQueries = {
  nativeUsers: `filter=${encodeURIComponent(dearConditions(30))}&limit=1000&count=true`,
  nativeUsersWildcards: `filter=${encodeURIComponent("description LIKE '%a_a%b_b%a_b%b_a%c%'")}&limit=1000&count=true`,
  nativeUsersExactCase: `filter=${encodeURIComponent(dearConditions(30, 'LIKE'))}&limit=1000`,
  nativeUsersTwoLetters: 'search=zq&limit=1000&sort=display_name&count=true',
  nativeWholePages: 'limit=1000',
  geoboxUsers: `q=${encodeURIComponent(Array.from({ length: 30 }, (_, i) => `username ILIKE '%z${i}%' OR email ILIKE '%q${i}%'`).join(' OR '))}&limit=1000`,
  keystoneNames: Array.from({ length: 50 }, (_, i) => `name__icontains=${'long-'.slice(i % 5)}`).join('&'),
  keystoneAssignments: 'effective&include_names',
} as const
