/** Words that Muster's code, messages and documents do not use, and what to write instead. docs/style.md gives the reasons. */
export const denyList: readonly (readonly [words: RegExp, instead: string])[] = [
  [/\bwho(?:m|ever|mever)\b/i, 'name the actor: the caller, the user, the administrator'],
  [/\b(?:nobody|somebody|anybody|everybody|oneself)\b/i, 'name the actor: no user, another request'],
  [/\banew\b/i, 'again'],
  [/\b(?:hears?|heard)\b/i, 'receives, is answered with'],
  [/\b(?:is|are|be|been) told\b/i, 'is sent, is answered with'],
  [/\b(?:tells?|told) of\b/i, 'reports'],
  [/\b(?:remembers?|remembered)\b/i, 'stores, caches'],
  [/\b(?:forgets?|forgotten)\b/i, 'deletes, removes'],
  [/\b(?:lends?|lent|lender|lending|borrows?|borrowed)\b/i, 'delegates, delegated, delegator'],
  [/\b(?:spares?|spared)\b/i, 'rejects, protects'],
  [/\b(?:bury|buries|buried|tombstones?)\b/i, 'soft-delete, deleted user'],
  [/\b(?:couriers?|clerks?)\b/i, 'dispatcher, worker'],
  [/\b(?:refusals?|refuses?|refused)\b/i, 'error; rejects, rejected'],
  [/\b(?:lapsed?|lapses)\b/i, 'expired'],
  [/\bjournal\b/i, 'event log'],
]

export type Finding = { readonly line: number; readonly word: string; readonly instead: string }

/** Every denied word in a text, with its line (from 1). */
export const deniedWords = (text: string): readonly Finding[] =>
  text.split('\n').flatMap((content, index) =>
    denyList.flatMap(([words, instead]) => {
      const found = words.exec(content)
      return found ? [{ line: index + 1, word: found[0], instead }] : []
    }),
  )
