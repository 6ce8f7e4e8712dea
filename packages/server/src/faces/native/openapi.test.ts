import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { native } from '@muster/contract/native/all.ts'
import type { Contract } from '@muster/contract/operation.ts'
import { Type } from 'typebox'
import { nativeDocument } from './discovery.ts'
import { openapiDocument } from './openapi.ts'

const Thing = Type.Object({ id: Type.String() }, { additionalProperties: false })
const parts = {
  title: 'T',
  description: 'D',
  server: '/x',
  schemas: { Thing, Problem: Type.Object({ type: Type.String() }) },
  queryParameters: { limit: { description: 'Rows.', schema: Type.Integer() } },
  headerParameters: { 'If-Match': { description: 'Tags.', schema: Type.String() } },
  securitySchemes: { session: { type: 'http', scheme: 'bearer' } },
}
const contract = {
  listThings: {
    method: 'GET',
    path: '/things',
    summary: 'List',
    query: ['limit'],
    answers: { 200: Type.Object({ things: Type.Array(Thing) }) },
    source: 'here',
  },
  changeThing: {
    method: 'PATCH',
    path: '/things/{thing_id}',
    summary: 'Change',
    headers: ['If-Match'],
    body: Thing,
    answers: { 200: Thing, 204: null },
    errors: [404, 412],
    source: 'here',
  },
  open: {
    method: 'POST',
    path: '/open',
    summary: 'Open',
    open: true,
    answers: { 201: Thing },
    source: 'here',
  },
} as const satisfies Contract

describe('the OpenAPI document of a contract', () => {
  const document = openapiDocument({ ...parts, contract })
  // biome-ignore lint/suspicious/noExplicitAny: read as any client reads JSON
  const seen = JSON.parse(JSON.stringify(document)) as any

  test('refers to named schemas wherever they are used, and spells them out once', () => {
    const ref = { $ref: '#/components/schemas/Thing' }
    assert.deepEqual(
      seen.paths['/things'].get.responses['200'].content['application/json'].schema.properties.things.items,
      ref,
    )
    assert.deepEqual(seen.paths['/things/{thing_id}'].patch.requestBody, {
      required: true,
      content: { 'application/merge-patch+json': { schema: ref } },
    })
    assert.equal(seen.components.schemas.Thing.type, 'object')
  })

  test('tells parameters of the path, the query and the headers', () => {
    assert.deepEqual(seen.paths['/things'].get.parameters, [
      { name: 'limit', in: 'query', required: false, description: 'Rows.', schema: { type: 'integer' } },
    ])
    assert.deepEqual(
      seen.paths['/things/{thing_id}'].patch.parameters.map(
        ({ name, in: where, required }: Record<string, unknown>) => [name, where, required],
      ),
      [
        ['thing_id', 'path', true],
        ['If-Match', 'header', false],
      ],
    )
  })

  test('tells every refusal as problem details, and which operations need no proof', () => {
    const { responses } = seen.paths['/things/{thing_id}'].patch
    assert.deepEqual(Object.keys(responses), ['200', '204', '400', '401', '403', '404', '412', '413', '429'])
    assert.equal(responses['204'].content, undefined)
    const { content } = seen.components.responses.Problem412
    assert.deepEqual(content, {
      'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
    })
    assert.deepEqual(seen.paths['/open'].post.security, [])
    assert.equal(seen.paths['/things'].get.security, undefined)
    assert.deepEqual(seen.security, [{ session: [] }])
  })

  test('is not made when a parameter has no description', () => {
    assert.throws(() => openapiDocument({ ...parts, queryParameters: {}, contract }), /limit/)
  })
})

describe('the OpenAPI document of the native face', () => {
  const text = JSON.stringify(nativeDocument())
  // biome-ignore lint/suspicious/noExplicitAny: read as any client reads JSON
  const document = JSON.parse(text) as any

  test('has every operation of the contract under its own id', () => {
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods as Record<string, { operationId: string }>).map(({ operationId }) => operationId),
    )
    assert.deepEqual(ids.sort(), Object.keys(native).sort())
  })

  test('has no reference that leads nowhere', () => {
    const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path)
    assert.ok(references.length > 20)
    for (const path of references) {
      const found = path.split('/').reduce((at, step) => at?.[step], document)
      assert.equal(typeof found, 'object', path)
    }
  })

  test('says nothing about where a promise was read', () => {
    assert.ok(!/\.md|source/.test(text))
  })
})
