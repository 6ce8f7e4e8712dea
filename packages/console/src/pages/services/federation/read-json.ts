import type { Messages } from '@muster/messages/messages.ts'

type Read<T> = { readonly value: T; readonly error?: undefined } | { readonly error: string }

const parse = (text: string, { invalidJson }: Messages['services']): Read<unknown> => {
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    return { error: invalidJson(error instanceof Error ? error.message : '') }
  }
}

/** The rules of a mapping from a text. */
export const readRules = (text: string, messages: Messages['services']): Read<readonly unknown[]> => {
  const read = parse(text, messages)
  if (read.error !== undefined) return read
  return Array.isArray(read.value) ? { value: read.value } : { error: messages.notAnArray }
}

type Assertion = Readonly<Record<string, string | string[]>>

const isAssertion = (value: unknown): value is Assertion =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every(
    (one) => typeof one === 'string' || (Array.isArray(one) && one.every((item) => typeof item === 'string')),
  )

/** The attributes of an assertion from a text. */
export const readAssertion = (text: string, messages: Messages['services']): Read<Assertion> => {
  const read = parse(text, messages)
  if (read.error !== undefined) return read
  return isAssertion(read.value) ? { value: read.value } : { error: messages.notAnObject }
}
