/** Descriptions of the maximum length, different for each user, with many partial matches. */
export const longText = (seed: number): string => `${'ab'.repeat(32_450)}${seed}`.slice(0, 64_900)

/** Nearly occurs everywhere in `longText`, which is the most expensive comparison. */
const part = (i: number) => `${'ab'.repeat(90)}c${i}`

/** CQL2 text with the given number of conditions on descriptions, which no index covers and none of which match. */
export const dearConditions = (amount: number, operator: 'LIKE' | 'ILIKE' = 'ILIKE'): string =>
  Array.from({ length: amount }, (_, i) => `description ${operator} '%${part(i)}%'`).join(' OR ')

/**
 * The most expensive known queries of user lists (and `keystoneAssignments` of role assignments), as query strings.
 * They cost most with users named `long-N` whose descriptions are `longText`.
 */
export const dearQueries = {
  nativeUsers: `filter=${encodeURIComponent(dearConditions(30))}&limit=1000&count=true`,
  nativeUsersWildcards: `filter=${encodeURIComponent("description LIKE '%a_a%b_b%a_b%b_a%c%'")}&limit=1000&count=true`,
  nativeUsersExactCase: `filter=${encodeURIComponent(dearConditions(30, 'LIKE'))}&limit=1000`,
  nativeUsersTwoCharacters: 'search=zq&limit=1000&sort=display_name&count=true',
  nativeWholePages: 'limit=1000',
  geoboxUsers: `q=${encodeURIComponent(Array.from({ length: 30 }, (_, i) => `username ILIKE '%z${i}%' OR email ILIKE '%q${i}%'`).join(' OR '))}&limit=1000`,
  keystoneNames: Array.from({ length: 50 }, (_, i) => `name__icontains=${'long-'.slice(i % 5)}`).join('&'),
  keystoneAssignments: 'effective&include_names',
} as const
