import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type } from 'typebox'
import { explain } from './explain.ts'
import { toFieldErrors } from './field-errors.ts'

const schema = Type.Object(
  {
    name: Type.String({ minLength: 1 }),
    note: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    kind: Type.Optional(Type.Enum(['human', 'service'])),
    inner: Type.Optional(Type.Object({ a: Type.Integer() }, { additionalProperties: false })),
  },
  { additionalProperties: false },
)
const errorsOf = (value: unknown) => toFieldErrors(explain(schema, value))

test('every invalid field is named once by its JSON pointer', () => {
  assert.deepEqual(errorsOf({ note: 3, kind: 'x', inner: { a: 'b' } }), [
    { pointer: '/name', detail: 'is required' },
    { pointer: '/note', detail: 'must be string or must be null' },
    { pointer: '/kind', detail: 'must be one of human, service' },
    { pointer: '/inner/a', detail: 'must be integer' },
  ])
})

test('unknown fields are named, with escaped JSON pointers', () => {
  assert.deepEqual(errorsOf({ name: 'n', 'b.c/d~': 1, inner: { a: 1, z: 2 } }), [
    { pointer: '/b.c~1d~0', detail: 'is an unknown property' },
    { pointer: '/inner/z', detail: 'is an unknown property' },
  ])
})

test('a body that is not an object is one error', () => {
  assert.deepEqual(errorsOf(undefined), [{ pointer: '', detail: 'must be object' }])
})

test('a thousand unknown fields produce a bounded response', () => {
  const many = Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`f${n}`, n]))
  const errors = errorsOf({ name: 'n', ...many })
  assert.ok(errors.length > 0 && errors.length <= 20)
  assert.deepEqual(errors[0], { pointer: '/f0', detail: 'is an unknown property' })
})
