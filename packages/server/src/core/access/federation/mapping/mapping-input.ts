import { domainError } from '../../../kernel/domain-error.ts'
import { maxListLength } from './mapping-limits.ts'

export type JsonObject = Readonly<Record<string, unknown>>

/** Rejects with `invalid`; `path` is the place in the rules, as in `rules[0].local[1].user`. */
export const rejectAt = (path: string, problem: string): never => {
  throw domainError('invalid', 'mapping_invalid', `${path} ${problem}`, { field: path })
}

const unstorable = /\0|\p{Cs}/u

export const isStorable = (text: string): boolean => !unstorable.test(text)

export const readText = (path: string, input: unknown): string => {
  if (typeof input !== 'string') return rejectAt(path, 'must be text.')
  if (!isStorable(input)) return rejectAt(path, 'must not contain NUL or unpaired surrogates.')
  return input
}

export const readItems = (path: string, input: unknown): readonly unknown[] => {
  if (!Array.isArray(input)) return rejectAt(path, 'must be a list.')
  if (input.length > maxListLength) return rejectAt(path, `must have at most ${maxListLength} items.`)
  return input
}

/** An object with no other members than `known`. */
export const readObject = (path: string, input: unknown, known: readonly string[]): JsonObject => {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return rejectAt(path, 'must be an object.')
  const other = Object.keys(input).find((key) => !known.includes(key))
  if (other !== undefined)
    return rejectAt(`${path}.${other.slice(0, 64)}`, `is not known here. Known are ${known.join(', ')}.`)
  return input as JsonObject
}
