import type { Parameter } from '@muster/contract/native/parameters.ts'
import type { Contract, Operation } from '@muster/contract/operation.ts'
import { acceptsEmpty } from '../../http/check.ts'
import { referring } from './copy-schema.ts'
import { exampleOf } from './examples.ts'

export type CodeSample = { readonly lang: string; readonly label: string; readonly source: string }

export type DocumentParts = {
  readonly contract: Contract
  readonly title: string
  readonly description: string
  /** The prefix of the paths. */
  readonly server: string
  /** Response schemas that are defined once under their name. */
  readonly schemas: Readonly<Record<string, object>>
  /** Request schemas that are defined once under their name. They are closed; responses may get additional fields. */
  readonly requestSchemas: Readonly<Record<string, object>>
  readonly tags: Readonly<Record<string, string>>
  readonly tagOf: (operation: string) => string
  /** The example of a request body; undefined: an example of every field. */
  readonly bodyExampleOf: (operation: string) => unknown
  readonly samplesOf: (operation: string, declared: Operation) => readonly CodeSample[]
  /** The values of a problem's `type` by status; a missing status allows every value. */
  readonly problemTypes: ReadonlyMap<number, readonly string[]>
  /** Values of strings in responses, by schema. */
  readonly enums: ReadonlyMap<object, readonly string[]>
  /** Descriptions of fields by name, where the schema has none. */
  readonly fieldTexts: Readonly<Record<string, string>>
  /** Webhook messages by event kind. */
  readonly webhooks: Readonly<Record<string, object>>
  readonly queryParameters: Readonly<Record<string, Parameter>>
  readonly headerParameters: Readonly<Record<string, Parameter>>
  readonly securitySchemes: Readonly<Record<string, object>>
}

const meanings: Readonly<Record<number, string>> = {
  200: 'The request succeeded.',
  201: 'Created.',
  202: 'The request was accepted and will be processed soon.',
  204: 'The request succeeded; the response has no body.',
  400: 'The request is invalid; `errors` names the fields and parameters.',
  401: 'The credentials are missing or not valid.',
  403: 'Not allowed.',
  404: 'The object does not exist, or the caller may not see it.',
  409: 'The request conflicts with the current state.',
  412: 'No entity tag in If-Match matches the current version.',
  413: 'The body is too large.',
  415: 'The Content-Type is not supported.',
  422: 'This Idempotency-Key was used with another request.',
  429: 'Too many requests; retry after `Retry-After` seconds.',
  500: 'An internal error occurred; the server log has the details under the `instance` of the problem.',
  503: 'A dependency of the server is unavailable. With `Retry-After`, the request may be repeated after that many seconds.',
}

const problem = { $ref: '#/components/schemas/Problem' }

/** The Problem schema with the `type` values of a status. */
const problemWith = (types: readonly string[] | undefined) =>
  types === undefined
    ? problem
    : { allOf: [problem, { type: 'object', properties: { type: { type: 'string', enum: types } } }] }

const refName = (status: number) => `Problem${status}`

/** JSON, unless the schema has another media type. */
const mediaOf = (schema: object): string =>
  'contentMediaType' in schema ? String(schema.contentMediaType) : 'application/json'

const pathParameters = ({ path }: Operation) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))

const named = (
  where: 'query' | 'header',
  tag: string,
  names: readonly string[] = [],
  known: DocumentParts['queryParameters'],
) =>
  names.map((name) => {
    const parameter = known[`${tag}.${name}`] ?? known[name]
    if (!parameter) throw new Error(`The ${where} parameter ${name} has no description.`)
    return { name, in: where, required: false, ...parameter }
  })

const errors = (
  { body, public: isPublic, errors = [] }: Operation,
  always: readonly number[],
): readonly number[] => {
  const fixed = [...always, 429, ...(isPublic ? [] : [403]), ...(body ? [413] : [])]
  return [...new Set([...fixed, ...errors])].sort()
}

const ofTypes = (types: readonly string[], schema: unknown, example: unknown) =>
  Object.fromEntries(types.map((type) => [type, { schema, example }]))

const rowExample: Readonly<Record<string, string>> = {
  'application/x-ndjson': '{"username":"ada","email":"ada@example.org"}\n',
  'text/csv': 'username,email\nada,ada@example.org\n',
}
const streamed = (types: readonly string[], schema: unknown) =>
  Object.fromEntries(types.map((type) => [type, { schema, example: rowExample[type] ?? 'text' }]))

/** The OpenAPI 3.1 document of a contract. */
export const openapiDocument = (parts: DocumentParts) => {
  const { contract, schemas, requestSchemas, enums, fieldTexts } = parts
  const every = { ...schemas, ...requestSchemas }
  const names = new Map(Object.entries(every).map(([name, schema]) => [schema, name]))
  const copy = referring({ names, enums, fieldTexts, open: false })
  const copyAnswer = referring({ names, enums, fieldTexts, open: true })
  const used = new Set<number>()

  const operation = (key: string, declared: Operation) => {
    const tag = parts.tagOf(key)
    const parameters = [
      ...pathParameters(declared),
      ...named('query', tag, declared.query, parts.queryParameters),
      ...named('header', tag, declared.headers, parts.headerParameters),
    ]
    const statuses = errors(declared, [400, 401, 500, 503])
    for (const status of statuses) used.add(status)
    const type =
      declared.form === 'request'
        ? 'application/x-www-form-urlencoded'
        : declared.method === 'PATCH'
          ? 'application/merge-patch+json'
          : 'application/json'
    return {
      operationId: key,
      summary: declared.summary,
      ...(declared.description === undefined ? {} : { description: declared.description }),
      tags: [tag],
      ...(parameters.length > 0 ? { parameters: copy(parameters, false) } : {}),
      ...(declared.body
        ? {
            requestBody: {
              required: !acceptsEmpty(declared.body),
              content: ofTypes(
                [type],
                copy(declared.body, false),
                parts.bodyExampleOf(key) ?? exampleOf(declared.body),
              ),
            },
          }
        : declared.requestStream
          ? { requestBody: { required: true, content: streamed(declared.requestStream, { type: 'string' }) } }
          : {}),
      responses: {
        ...Object.fromEntries(
          Object.entries(declared.responses).map(([status, schema]) => [
            status,
            {
              description: meanings[Number(status)] ?? 'Done.',
              ...(schema
                ? {
                    content: declared.responseStream
                      ? streamed(declared.responseStream, copyAnswer(schema, false))
                      : ofTypes([mediaOf(schema)], copyAnswer(schema, false), exampleOf(schema)),
                  }
                : {}),
            },
          ]),
        ),
        ...Object.fromEntries(
          statuses.map((status) => [status, { $ref: `#/components/responses/${refName(status)}` }]),
        ),
      },
      ...(declared.public ? { security: [] } : {}),
      'x-codeSamples': parts.samplesOf(key, declared),
    }
  }

  const paths: Record<string, Record<string, unknown>> = {}
  for (const [key, declared] of Object.entries(contract)) {
    const path = declared.path
    paths[path] = { ...paths[path], [declared.method.toLowerCase()]: operation(key, declared) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: parts.title,
      description: parts.description,
      version: '1',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: parts.server }],
    tags: Object.entries(parts.tags).map(([name, description]) => ({ name, description })),
    security: Object.keys(parts.securitySchemes).map((name) => ({ [name]: [] })),
    paths,
    webhooks: copyAnswer(parts.webhooks, true) as object,
    components: {
      schemas: {
        ...Object.fromEntries(
          Object.entries(schemas).map(([name, schema]) => [name, copyAnswer(schema, true)]),
        ),
        ...Object.fromEntries(
          Object.entries(requestSchemas).map(([name, schema]) => [name, copy(schema, true)]),
        ),
      },
      responses: Object.fromEntries(
        [...used].sort().map((status) => [
          refName(status),
          {
            description: meanings[status] ?? 'The request was rejected.',
            content: {
              'application/problem+json': { schema: problemWith(parts.problemTypes.get(status)) },
            },
          },
        ]),
      ),
      securitySchemes: parts.securitySchemes,
    },
  }
}
