import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TSchema } from 'typebox'
import { Check, Errors } from 'typebox/value'
import { explain } from '../src/http/explain.ts'
import { type SchemaError, toFieldErrors } from '../src/http/field-errors.ts'
import { everyOperation } from './apis/every-contract.ts'
import { wrongBodies } from './apis/schema-samples.ts'

type Schema = TSchema & Readonly<Record<string, unknown>>

/** The schema and every nested schema, with its path. */
const within = (value: unknown, place: string): readonly (readonly [string, Schema])[] => {
  if (typeof value !== 'object' || value === null) return []
  const inside = Object.entries(value).flatMap(([key, inner]) =>
    key === 'enum' ? [] : within(inner, `${place}.${key}`),
  )
  return Array.isArray(value) ? inside : [[place, value as Schema], ...inside]
}

const bodies = everyOperation.flatMap(([name, { body }]) => (body ? [[name, body] as const] : []))

test('S1: no contract uses unique items of the schema library, which explains them in quadratic time', () => {
  const asking = everyOperation.flatMap(([name, { body, responses }]) =>
    [body, ...Object.values(responses)]
      .flatMap((schema) => within(schema, name))
      .flatMap(([place, schema]) => ('uniqueItems' in schema ? [place] : [])),
  )
  assert.deepEqual(asking, [])
})

test('S1: every array, text and record of every body has a maximum size', () => {
  const all = bodies.flatMap(([name, body]) => within(body, name))
  assert.ok(all.length > 500, `${all.length} schemas`)
  const unbounded = all.flatMap(([place, schema]) => {
    const limit =
      schema['type'] === 'array'
        ? 'maxItems'
        : schema['type'] === 'string' && !('const' in schema)
          ? 'maxLength'
          : 'patternProperties' in schema
            ? 'maxProperties'
            : undefined
    return limit === undefined || limit in schema ? [] : [`${place} has no ${limit}`]
  })
  assert.deepEqual(unbounded, [])
})

/** The deepest error is reported first. */
const worst = (errors: readonly SchemaError[]) =>
  errors.reduce((a, b) => (b.instancePath.length > a.instancePath.length ? b : a))

test('S14: small invalid bodies have the same errors as from the schema library', () => {
  let count = 0
  for (const [name, body] of bodies) {
    if (JSON.stringify(body).includes('"undefined"')) continue
    for (const value of wrongBodies(body)) {
      const [theirs, ours] = [Errors(body, value), explain(body, value)]
      const about = `${name}: ${JSON.stringify(value)?.slice(0, 120)}`
      assert.deepEqual(toFieldErrors(ours), toFieldErrors(theirs), about)
      assert.equal(worst(ours).instancePath, worst(theirs).instancePath, about)
      assert.equal(worst(ours).message, worst(theirs).message, about)
      count++
    }
  }
  assert.ok(count > 2000, `${count} bodies`)
})

test('S14: at most eight errors are reported, and oversized values are not inspected', () => {
  let looked = 0
  const counted = <T extends object>(target: T): T =>
    new Proxy(target, {
      get: (of, key) => {
        looked++
        return Reflect.get(of, key)
      },
    })
  for (const [name, body] of bodies)
    for (const [place, schema] of within(body, name)) {
      if (schema['type'] !== 'array') continue
      looked = 0
      const many = counted(Array.from({ length: 100_000 }, () => ({ wrong: true })))
      assert.ok(explain(schema, many).length > 0, place)
      assert.ok(looked < 100, `${place}: ${looked} looks`)
    }
  const open = { type: 'object', properties: {}, additionalProperties: false } as unknown as TSchema
  const unknown = Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`k${n}`, n]))
  assert.equal(explain(open, unknown).length, 8)
})

test('P8: the length limit of text in every body counts supplementary characters as one', () => {
  let count = 0
  for (const [name, body] of bodies)
    for (const [place, schema] of within(body, name)) {
      const max = Number(schema['maxLength'])
      if (schema['type'] !== 'string' || !(max > 0 && max < 1e5) || 'pattern' in schema || 'format' in schema)
        continue
      assert.ok(Check(schema, '𠮷'.repeat(max)), `${place}: ${max}`)
      assert.ok(!Check(schema, '𠮷'.repeat(max + 1)), `${place}: ${max + 1}`)
      count++
    }
  assert.ok(count > 100, `${count} texts`)
})
