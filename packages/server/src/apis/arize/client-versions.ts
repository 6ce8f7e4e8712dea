import { type UpperSnakeCase, upperSnake } from '@muster/contract/arize/shapes.ts'

/** How responses differ between client versions. */
export type ClientVersion = {
  /** From 8.40.0 on, enums are in upper snake case. */
  readonly upperCase: boolean
  /** The status of an ended key; changed with 8.34.0. */
  readonly over: 'deleted' | 'revoked'
  /** From 8.40.0 on, keys have `last_used_at`. */
  readonly hasLastUsedAt: boolean
  /** Only 8.40.x rejects `redacted_key` in the response with the secret. */
  readonly redactsNewKeys: boolean
  /** From 8.41.0 on, a new service key includes its user. */
  readonly hasBotUser: boolean
  /** From 8.33.0 on, a refreshed key keeps its expiry unless an earlier one is requested. */
  readonly keepsExpiry: boolean
}

/** Reads the header `sdk-version`. Without a valid one the client counts as 8.26.0, whose documentation is the contract. */
export const clientVersionOf = (version: string | undefined): ClientVersion => {
  const [, major = '8', minor = '26'] = /^(\d{1,4})\.(\d{1,4})(?:\D|$)/.exec(version ?? '') ?? []
  const age = Number(major) > 8 ? Number.POSITIVE_INFINITY : Number(major) < 8 ? 0 : Number(minor)
  return {
    upperCase: age >= 40,
    over: age >= 34 ? 'revoked' : 'deleted',
    hasLastUsedAt: age >= 40,
    redactsNewKeys: age !== 40,
    hasBotUser: age >= 41,
    keepsExpiry: age >= 33,
  }
}

/** An enum value in the spelling of the client. */
export const encodeEnum = <W extends string>({ upperCase }: ClientVersion, word: W): W | UpperSnakeCase<W> =>
  upperCase ? upperSnake(word) : word

/** The enum value of a text in either spelling. */
export const decodeEnum = <W extends string>(words: readonly W[], input: string): W | undefined =>
  words.find((word) => word === input || upperSnake(word) === input)
