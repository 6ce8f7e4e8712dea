import { type Shouted, upperSnake } from '@muster/contract/arize/shapes.ts'

/** What clients of different ages expect of the same answer. */
export type ClientVersion = {
  /** From 8.40.0 on words are in capitals. */
  readonly shouts: boolean
  /** What a key is that is over; the word changed with 8.34.0. */
  readonly over: 'deleted' | 'revoked'
  /** From 8.40.0 on keys tell when they were last used. */
  readonly tellsUse: boolean
  /** 8.40.x alone takes no redacted form of a key beside its secret. */
  readonly redactsNewKeys: boolean
  /** From 8.41.0 on a new service key tells of its user. */
  readonly tellsBotUser: boolean
  /** From 8.33.0 on a refreshed key keeps its end unless it gets an earlier one. */
  readonly keepsExpiry: boolean
}

/** By the header `sdk-version`; who sends none that can be read is taken for 8.26.0, whose documents are the contract. */
export const dialectOf = (version: string | undefined): ClientVersion => {
  const [, major = '8', minor = '26'] = /^(\d{1,4})\.(\d{1,4})(?:\D|$)/.exec(version ?? '') ?? []
  const age = Number(major) > 8 ? Number.POSITIVE_INFINITY : Number(major) < 8 ? 0 : Number(minor)
  return {
    shouts: age >= 40,
    over: age >= 34 ? 'revoked' : 'deleted',
    tellsUse: age >= 40,
    redactsNewKeys: age !== 40,
    tellsBotUser: age >= 41,
    keepsExpiry: age >= 33,
  }
}

/** A word as the client spells it. */
export const say = <W extends string>({ shouts }: ClientVersion, word: W): W | Shouted<W> =>
  shouts ? upperSnake(word) : word

/** The word that is meant, in whichever spelling. */
export const hear = <W extends string>(words: readonly W[], given: string): W | undefined =>
  words.find((word) => word === given || upperSnake(word) === given)
