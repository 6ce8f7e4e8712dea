import assert from 'node:assert/strict'
import { test } from 'node:test'
import { optionally, requireInteger, requireNonEmptyText, requireOneOf } from '../src/transport/arguments.ts'
import { bearerAuthorization } from '../src/transport/bearer.ts'
import { ArgumentError, InvalidResponseError } from '../src/transport/errors.ts'
import { readFields } from '../src/transport/fields.ts'

const origin = { request: { method: 'GET', path: '/things' }, status: 200 }
const read = (value: unknown) => readFields(value, origin, 'the thing')

test('reads fields of the expected type', () => {
  const fields = read({
    name: 'a',
    at: '2024-06-11T10:00:00',
    on: false,
    tags: ['x'],
    more: { n: 1 },
    size: 3,
  })
  assert.deepEqual(
    [fields.text('name'), fields.optionalFlag('on'), fields.optionalTexts('tags'), fields.object('more')],
    ['a', false, ['x'], { n: 1 }],
  )
  assert.deepEqual(
    [fields.flag('on'), fields.integer('size'), fields.optionalInteger('absent')],
    [false, 3, null],
  )
  assert.equal(fields.time('at').toISOString(), '2024-06-11T10:00:00.000Z')
  assert.deepEqual(
    [fields.optionalText('absent'), fields.optionalTime('absent'), fields.optionalObject('absent')],
    [null, null, {}],
  )
})

test('a field of another type is an error that names the field', () => {
  for (const fail of [
    () => read({}).text('constructor'),
    () => read({ name: null }).text('name'),
    () => read({ name: 7 }).optionalText('name'),
    () => read({ name: '2024-13-01T00:00:00Z' }).time('name'),
    () => read({ name: {} }).array('name'),
    () => read({ name: [7] }).optionalTexts('name'),
    () => read({ name: [] }).object('name'),
    () => read({ name: null }).flag('name'),
    () => read({ name: '7' }).integer('name'),
    () => read({ name: 0.5 }).optionalInteger('name'),
  ])
    assert.throws(fail, (error) => {
      assert.ok(error instanceof InvalidResponseError)
      assert.match(error.message, /GET \/things: (name|constructor) in the thing is not/)
      return true
    })
  for (const value of [null, undefined, 'text', []]) assert.throws(() => read(value), InvalidResponseError)
})

test('a field with the name of a prototype is read from the response only', () => {
  assert.equal(read(JSON.parse('{"__proto__": "a"}')).text('__proto__'), 'a')
  assert.equal(read({}).optionalText('toString'), null)
})

test('arguments are checked, and errors name the argument', () => {
  assert.equal(optionally(requireInteger, 'limit', undefined, 1), undefined)
  for (const value of [0, 1.5, '1', null, Number.NaN])
    assert.throws(() => requireInteger('limit', value, 1), /^ArgumentError: limit: /)
  assert.throws(() => requireNonEmptyText('name', ''), ArgumentError)
  assert.throws(() => requireOneOf('order', 'up', ['asc', 'desc']), /must be one of asc, desc/)
})

test('a secret that a header cannot contain is rejected and not quoted', () => {
  for (const secret of ['', 'a b', 'a\nb', 'ключ', undefined, 7])
    assert.throws(
      () => bearerAuthorization('apiKey', secret),
      (error) =>
        error instanceof ArgumentError && error.argument === 'apiKey' && !/a b|ключ/.test(error.message),
    )
})
