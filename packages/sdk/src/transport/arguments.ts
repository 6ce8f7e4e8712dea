import { ArgumentError } from './errors.ts'

/** Throws `ArgumentError` unless the value is text. */
export const requireText = (argument: string, value: unknown): string => {
  if (typeof value !== 'string') throw new ArgumentError(argument, 'must be text')
  return value
}

/** Throws `ArgumentError` unless the value is text with at least one character. */
export const requireNonEmptyText = (argument: string, value: unknown): string => {
  if (requireText(argument, value) === '') throw new ArgumentError(argument, 'must not be empty')
  return value as string
}

/** Throws `ArgumentError` unless the value is an integer of at least `minimum`. */
export const requireInteger = (argument: string, value: unknown, minimum: number): number => {
  if (!Number.isSafeInteger(value) || (value as number) < minimum)
    throw new ArgumentError(argument, `must be an integer of at least ${minimum}`)
  return value as number
}

/** Throws `ArgumentError` unless the value is true or false. */
export const requireBoolean = (argument: string, value: unknown): boolean => {
  if (typeof value !== 'boolean') throw new ArgumentError(argument, 'must be true or false')
  return value
}

/** Throws `ArgumentError` unless the value is one of the choices. */
export const requireOneOf = <T extends string>(
  argument: string,
  value: unknown,
  choices: readonly T[],
): T => {
  const choice = choices.find((known) => known === value)
  if (choice === undefined) throw new ArgumentError(argument, `must be one of ${choices.join(', ')}`)
  return choice
}

/** Throws `ArgumentError` unless the value is an object: not null, not an array. */
export const requireObject = (argument: string, value: unknown): Readonly<Record<string, unknown>> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ArgumentError(argument, 'must be an object')
  return value as Readonly<Record<string, unknown>>
}

/** Throws `ArgumentError` unless the value is an array. */
export const requireArray = (argument: string, value: unknown): readonly unknown[] => {
  if (!Array.isArray(value)) throw new ArgumentError(argument, 'must be an array')
  return value
}

/** Applies a check unless the value is undefined. */
export const optionally = <T, Rest extends readonly unknown[]>(
  check: (argument: string, value: unknown, ...rest: Rest) => T,
  argument: string,
  value: unknown,
  ...rest: Rest
): T | undefined => (value === undefined ? undefined : check(argument, value, ...rest))
