import { InvalidResponseError, type RequestInfo } from './errors.ts'
import type { Transport, TransportRequest } from './transport.ts'

/** The request and the status of a response, for the errors about its body. */
export type ResponseOrigin = { readonly request: RequestInfo; readonly status: number }

type JsonObject = Readonly<Record<string, unknown>>

const isText = (value: unknown): value is string => typeof value === 'string'
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean'
const isInteger = (value: unknown): value is number => Number.isSafeInteger(value)
const isArray = (value: unknown): value is readonly unknown[] => Array.isArray(value)
const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** RFC 3339; a time without a zone is UTC. */
const parseTime = (text: string): Date | undefined => {
  const time = new Date(/(z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`)
  return Number.isNaN(time.getTime()) ? undefined : time
}

/**
 * Reads the fields of a JSON object by the names in `Wire`. A field with another type is an `InvalidResponseError` that names the
 * field. The optional variants treat an absent field like null.
 */
export const readFields = <Wire extends object = JsonObject>(
  value: unknown,
  origin: ResponseOrigin,
  where = 'the response',
) => {
  type Name = keyof Wire & string
  const invalid = (what: string) => new InvalidResponseError(origin.request, origin.status, what)
  if (!isObject(value)) throw invalid(`${where} is not an object`)
  const read = <T>(name: Name, accepts: (field: unknown) => field is T, type: string): T => {
    const field = Object.hasOwn(value, name) ? value[name] : undefined
    if (!accepts(field)) throw invalid(`${name} in ${where} is not ${type}`)
    return field
  }
  const has = (name: Name) => Object.hasOwn(value, name) && value[name] !== null
  const text = (name: Name) => read(name, isText, 'text')
  const time = (name: Name) => {
    const parsed = parseTime(text(name))
    if (parsed === undefined) throw invalid(`${name} in ${where} is not a time`)
    return parsed
  }
  const array = (name: Name) => read(name, isArray, 'an array')
  return {
    text,
    optionalText: (name: Name): string | null => (has(name) ? text(name) : null),
    /** Throws unless the field is an RFC 3339 time. */
    time,
    optionalTime: (name: Name): Date | null => (has(name) ? time(name) : null),
    flag: (name: Name) => read(name, isFlag, 'true or false'),
    integer: (name: Name) => read(name, isInteger, 'an integer'),
    optionalInteger: (name: Name): number | null => (has(name) ? read(name, isInteger, 'an integer') : null),
    optionalFlag: (name: Name): boolean | null => (has(name) ? read(name, isFlag, 'true or false') : null),
    object: (name: Name): JsonObject => read(name, isObject, 'an object'),
    /** An absent or null field is an empty object. */
    optionalObject: (name: Name): JsonObject => (has(name) ? read(name, isObject, 'an object') : {}),
    array,
    /** An array of text; an absent or null field is an empty array. */
    optionalTexts: (name: Name): readonly string[] => {
      const items = has(name) ? array(name) : []
      if (!items.every(isText)) throw invalid(`${name} in ${where} is not an array of text`)
      return items
    },
    /** The field, whatever its type. */
    raw: (name: Name): unknown => (Object.hasOwn(value, name) ? value[name] : undefined),
    invalid,
  }
}

export type Fields<Wire extends object> = ReturnType<typeof readFields<Wire>>

/** Sends a request and reads the body of its response. */
export const sendAndRead = async <T>(
  transport: Transport,
  request: TransportRequest,
  read: (body: unknown, origin: ResponseOrigin) => T,
): Promise<T> => {
  const { body, status } = await transport.send(request)
  return read(body, { request: { method: request.method, path: request.path }, status })
}
