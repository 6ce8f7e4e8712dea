import type { Operation } from '@muster/contract/operation.ts'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { BadRequest } from './api.ts'
import { explain } from './explain.ts'
import { type SchemaError, toFieldErrors } from './field-errors.ts'

type Check = (value: unknown) => void

/** Compiles schemas on first use, so that the start does not compile hundreds of them. */
const lazily = (
  schema: TSchema,
  errorOf: (path: string, message: string, errors: readonly SchemaError[]) => Error,
): Check => {
  let compiled: ReturnType<typeof Compile> | undefined
  return (value) => {
    compiled ??= Compile(schema)
    if (compiled.Check(value)) return
    // A failing union reports its last branch first; the deepest path is the most specific error.
    const errors = explain(schema, value)
    const worst = errors.reduce(
      (a, b) => (b.instancePath.length > a.instancePath.length ? b : a),
      errors[0] ?? blank,
    )
    throw errorOf(worst.instancePath, worst.message, errors)
  }
}
const blank = { instancePath: '', message: 'violates the contract' }

/** Validates a request body against the contract. */
export const bodyCheck = ({ body }: Operation): Check | undefined =>
  body &&
  lazily(body, (path, message, errors) => {
    const field = path.slice(1).replaceAll('/', '.')
    const why = field === '' ? `The body ${message}.` : `Invalid input for field '${field}': it ${message}.`
    return new BadRequest(why, field, toFieldErrors(errors))
  })

const emptiable = new WeakMap<TSchema, boolean>()

/** Whether an absent body counts as an empty object: if every field is optional. */
export const acceptsEmpty = (body: TSchema): boolean => {
  const known = emptiable.get(body) ?? Compile(body).Check({})
  emptiable.set(body, known)
  return known
}

/** Validates responses against the contract; for tests. */
export const responseCheck = (
  name: string,
  { responses }: Operation,
): ((status: number, body: unknown) => void) => {
  const checks = new Map(
    Object.entries(responses).map(([status, schema]) => [
      Number(status),
      schema &&
        lazily(
          schema,
          (path, message) => new Error(`${name} answered ${status} with ${path} that ${message}`),
        ),
    ]),
  )
  return (status, body) => {
    const check = checks.get(status)
    if (check === undefined) throw new Error(`${name} answered ${status}, which is not in its contract`)
    if (check === null) {
      if (body !== undefined)
        throw new Error(`${name} answered ${status} with a body that is not in its contract`)
      return
    }
    check(body)
  }
}
