import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { native } from '@muster/contract/native/all.ts'
import { exampleRequests } from '@muster/contract/native/example-requests.ts'
import { allProblemCodes, problemCodes, problemType } from '@muster/contract/native/problem-codes.ts'
import type { Contract } from '@muster/contract/operation.ts'
import { Type } from 'typebox'
import { Check } from 'typebox/value'
import { eventKinds } from '../../core/kernel/events/event-kinds.ts'
import { exampleOf, filledIn } from './examples.ts'
import { nativeDocument } from './native-document.ts'
import { openapiDocument } from './openapi.ts'
import { statusesOfCode } from './problem-statuses.ts'

const Thing = Type.Object({ id: Type.String() }, { additionalProperties: false })
const parts = {
  title: 'T',
  description: 'D',
  server: '/x',
  schemas: { Problem: Type.Object({ type: Type.String() }) },
  requestSchemas: { Thing },
  tags: { things: 'Things.' },
  tagOf: () => 'things',
  bodyExampleOf: () => undefined,
  samplesOf: (operation: string) => [{ lang: 'Shell', label: 'curl', source: `curl ${operation}` }],
  problemTypes: new Map([[404, ['/problems/thing_not_found']]]),
  enums: new Map(),
  fieldTexts: { id: 'Never used again.' },
  webhooks: {},
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
    responses: { 200: Type.Object({ things: Type.Array(Thing) }) },
    source: 'here',
  },
  changeThing: {
    method: 'PATCH',
    path: '/things/{thing_id}',
    summary: 'Change',
    headers: ['If-Match'],
    body: Thing,
    responses: { 200: Thing, 204: null },
    errors: [404, 412],
    source: 'here',
  },
  open: {
    method: 'POST',
    path: '/open',
    summary: 'Open',
    public: true,
    responses: { 201: Thing },
    source: 'here',
  },
} as const satisfies Contract

describe('the OpenAPI document of a contract', () => {
  const document = openapiDocument({ ...parts, contract })
  // biome-ignore lint/suspicious/noExplicitAny: read as any client reads JSON
  const seen = JSON.parse(JSON.stringify(document)) as any

  test('refers to named schemas wherever they are used, and defines each once', () => {
    const ref = { $ref: '#/components/schemas/Thing' }
    assert.deepEqual(
      seen.paths['/things'].get.responses['200'].content['application/json'].schema.properties.things.items,
      ref,
    )
    assert.deepEqual(seen.paths['/things/{thing_id}'].patch.requestBody, {
      required: true,
      content: {
        'application/merge-patch+json': { schema: ref, example: { id: '0b9c3d5e7f814a2c9d6e5f4a3b2c1d0e' } },
      },
    })
    assert.equal(seen.components.schemas.Thing.type, 'object')
    assert.deepEqual(seen.components.schemas.Thing.properties.id, {
      type: 'string',
      description: 'Never used again.',
    })
  })

  test('distinguishes parameters of the path, the query and the headers', () => {
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

  test('describes every error as problem details, and which operations need no authentication', () => {
    const { responses } = seen.paths['/things/{thing_id}'].patch
    assert.deepEqual(Object.keys(responses), [
      '200',
      '204',
      '400',
      '401',
      '403',
      '404',
      '412',
      '413',
      '429',
      '500',
      '503',
    ])
    assert.equal(responses['204'].content, undefined)
    const { Problem412, Problem404 } = seen.components.responses
    const problem = { $ref: '#/components/schemas/Problem' }
    assert.deepEqual(Problem412.content, { 'application/problem+json': { schema: problem } })
    const types = { type: 'string', enum: ['/problems/thing_not_found'] }
    assert.deepEqual(Problem404.content['application/problem+json'].schema, {
      allOf: [problem, { type: 'object', properties: { type: types } }],
    })
    assert.deepEqual(seen.paths['/open'].post.security, [])
    assert.equal(seen.paths['/things'].get.security, undefined)
    assert.deepEqual(seen.security, [{ session: [] }])
  })

  test('has the code samples of each operation', () => {
    assert.deepEqual(seen.paths['/open'].post['x-codeSamples'], [
      { lang: 'Shell', label: 'curl', source: 'curl open' },
    ])
  })

  test('fails when a parameter has no description', () => {
    assert.throws(() => openapiDocument({ ...parts, queryParameters: {}, contract }), /limit/)
  })
})

describe('the OpenAPI document of the native API', () => {
  const text = JSON.stringify(nativeDocument())
  // biome-ignore lint/suspicious/noExplicitAny: read as any client reads JSON
  const document = JSON.parse(text) as any

  test('has every operation of the contract under its own id', () => {
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods as Record<string, { operationId: string }>).map(({ operationId }) => operationId),
    )
    assert.deepEqual(ids.sort(), Object.keys(native).sort())
  })

  test('has no dangling references', () => {
    const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path)
    assert.ok(references.length > 20)
    for (const path of references) {
      const found = path.split('/').reduce((at, step) => at?.[step], document)
      assert.equal(typeof found, 'object', path)
    }
  })

  test('does not contain the sources of guarantees', () => {
    assert.ok(!/\.md\b/.test(text))
  })

  type Shown = {
    readonly operationId: string
    readonly description?: string
    readonly tags: readonly string[]
    readonly requestBody?: { readonly content: Readonly<Record<string, { readonly example?: unknown }>> }
    readonly responses: Readonly<
      Record<string, { readonly content?: Readonly<Record<string, { readonly example?: unknown }>> }>
    >
  }
  const operations = Object.values(
    document.paths as Readonly<Record<string, Readonly<Record<string, Shown>>>>,
  ).flatMap((methods) => Object.values(methods))

  test('N16: every operation has a description, and a tag that is described', () => {
    const described = new Set(document.tags.map(({ name }: { name: string }) => name))
    for (const { operationId, description, tags } of operations) {
      assert.ok((description?.length ?? 0) > 40, operationId)
      for (const tag of tags) assert.ok(described.has(tag), `${operationId}: ${tag}`)
    }
  })

  test('N16: every request and response body has an example that matches its contract', () => {
    for (const [name, { body, responses }] of Object.entries(native as Contract)) {
      for (const schema of [body, ...Object.values(responses)])
        if (schema) {
          const example = exampleOf(schema)
          assert.ok(Check(schema, example), `${name}: ${JSON.stringify(example)}`)
        }
    }
    for (const [name, { body: example }] of Object.entries(exampleRequests)) {
      const { body } = (native as Contract)[name] ?? {}
      assert.equal(body === undefined, example === undefined, name)
      if (body) assert.ok(Check(body, filledIn(example)), `${name}: ${JSON.stringify(example)}`)
    }
    for (const { operationId, requestBody, responses } of operations)
      for (const { content = {} } of [...(requestBody ? [requestBody] : []), ...Object.values(responses)])
        for (const media of Object.values(content)) assert.notEqual(media.example, undefined, operationId)
  })

  /** The schemas in a value, including referenced ones. */
  const within = (value: unknown, seen = new Set<unknown>()): readonly Record<string, unknown>[] => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return []
    seen.add(value)
    const { $ref } = value as { $ref?: string }
    const target = $ref
      ?.slice(2)
      .split('/')
      .reduce((at, step) => at?.[step], document)
    return [
      value as Record<string, unknown>,
      ...within(target, seen),
      ...Object.values(value).flatMap((inner) => within(inner, seen)),
    ]
  }

  test('N16: responses may have further fields, while requests reject them', () => {
    for (const { operationId, responses } of operations)
      for (const schema of within(responses))
        assert.notEqual(schema['additionalProperties'], false, operationId)
    const strict = operations.filter(({ requestBody }) =>
      within(requestBody).some(({ additionalProperties }) => additionalProperties === false),
    )
    assert.ok(strict.length > 25, `${strict.length}`)
  })

  test('N16: every kind of event is a webhook, and the kinds of events are enumerated', () => {
    assert.deepEqual(Object.keys(document.webhooks), Object.keys(eventKinds))
    assert.deepEqual(document.components.schemas.Event.properties.kind.enum, Object.keys(eventKinds))
    const { schema } = document.webhooks['user.created'].post.requestBody.content['application/json']
    assert.equal(schema.properties.type.const, 'user.created')
    assert.deepEqual(schema.properties.data, { $ref: '#/components/schemas/Event' })
  })

  test('N16: the error codes are an enumeration that is documented as open', () => {
    const { Problem, ProblemType } = document.components.schemas
    assert.deepEqual(Problem.properties.type, { $ref: '#/components/schemas/ProblemType' })
    assert.deepEqual(ProblemType.enum, allProblemCodes.map(problemType))
    assert.equal(new Set(allProblemCodes).size, Object.values(problemCodes).flat().length)
    assert.match(ProblemType.description, /Later versions add codes/)
    assert.notEqual(Problem.additionalProperties, false)
  })

  test('N16: each status of a problem enumerates its codes, and every code has a status', () => {
    const listed = (status: number): readonly string[] =>
      document.components.responses[`Problem${status}`].content['application/problem+json'].schema.allOf[1]
        .properties.type.enum
    const table: readonly [status: number, code: string, also?: string][] = [
      // A missing object in the body is 400, in the URL 404.
      [400, 'plan_not_found', 'request_invalid'],
      [401, 'authentication_failed'],
      [403, 'forbidden_by_rule', 'self_deletion'],
      [404, 'plan_not_found', 'route_not_found'],
      [409, 'user_name_taken'],
      [412, 'version_changed'],
      [413, 'body_too_large'],
      [415, 'media_type_unsupported', 'content_encoding_unsupported'],
      [422, 'idempotency_key_reused'],
      [429, 'rate_limited'],
      [500, 'internal_error'],
      [503, 'database_busy'],
    ]
    assert.deepEqual(
      Object.keys(document.components.responses),
      table.map(([status]) => `Problem${status}`),
    )
    for (const [status, ...codes] of table)
      for (const code of codes) assert.ok(listed(status).includes(`/problems/${code}`), `${status} ${code}`)
    for (const code of allProblemCodes) assert.ok(statusesOfCode(code).length > 0, code)
    assert.ok(!listed(409).includes('/problems/version_changed'))
    assert.ok(!listed(404).includes('/problems/request_invalid'))
  })
})
