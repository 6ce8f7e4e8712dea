import type { Parameter } from '@muster/contract/native/parameters.ts'
import type { Contract, Operation } from '@muster/contract/operation.ts'
import { acceptsEmpty } from '../../http/check.ts'
import { exampleOf } from './examples.ts'

export type DocumentParts = {
  readonly contract: Contract
  readonly title: string
  readonly description: string
  /** Where the contract's paths begin. */
  readonly server: string
  /** Schemas that stand under their own name and are referred to from wherever else they are used. */
  readonly schemas: Readonly<Record<string, object>>
  /** The same of requests: these allow nothing but what is named, whereas answers may get further fields. */
  readonly requestSchemas: Readonly<Record<string, object>>
  readonly tags: Readonly<Record<string, string>>
  /** The values of a problem's `type` by status; a status that is missing here may have every value. */
  readonly problemTypes: ReadonlyMap<number, readonly string[]>
  /** Texts of answers that are one of these, by their schemas. */
  readonly enums: ReadonlyMap<object, readonly string[]>
  /** The messages of webhooks, by the kinds of events. */
  readonly webhooks: Readonly<Record<string, object>>
  readonly queryParameters: Readonly<Record<string, Parameter>>
  readonly headerParameters: Readonly<Record<string, Parameter>>
  readonly securitySchemes: Readonly<Record<string, object>>
}

const meanings: Readonly<Record<number, string>> = {
  200: 'As asked.',
  201: 'Created.',
  202: 'Taken; it is done as soon as it can be.',
  204: 'Done; there is nothing to tell.',
  400: 'The request cannot be understood; `errors` names the places.',
  401: 'Nobody proved who asks, or the proof does not hold.',
  403: 'Not allowed.',
  404: 'There is no such thing, or none that the caller may know of.',
  409: 'Something else is in the way.',
  412: 'None of the entity tags in If-Match is right any more.',
  413: 'The body is too large.',
  415: 'The body is not JSON by its Content-Type.',
  422: 'This Idempotency-Key came with another request before.',
  429: 'Too much at once; try again after `Retry-After` seconds.',
  500: 'The server failed; its log has the details under the `instance` of the problem.',
  503: 'A dependency of the server is unavailable. With `Retry-After`, the request may be repeated after that many seconds.',
}

/** The noun that a path begins with; what tells about the API itself has none. */
const tagOf = ({ path }: Operation): string => {
  const [, noun = ''] = path.split('/')
  return /^(?:$|docs$|.*\.)/.test(noun) ? 'discovery' : noun
}

const problem = { $ref: '#/components/schemas/Problem' }

/** A problem whose `type` has one of the values of its status. */
const problemWith = (types: readonly string[] | undefined) =>
  types === undefined
    ? problem
    : { allOf: [problem, { type: 'object', properties: { type: { type: 'string', enum: types } } }] }

const refName = (status: number) => `Problem${status}`

/** JSON, unless its schema says that it is text of some other kind. */
const mediaOf = (schema: object): string =>
  'contentMediaType' in schema ? String(schema.contentMediaType) : 'application/json'

type Copying = {
  readonly names: ReadonlyMap<object, string>
  readonly enums: DocumentParts['enums']
  /** Whether further fields are allowed: clients of answers must bear fields of later versions. */
  readonly open: boolean
}

/** Copies JSON Schema, with the named schemas replaced by references to them. */
const referring = ({ names, enums, open }: Copying) => {
  const copy = (value: unknown, top: boolean): unknown => {
    if (Array.isArray(value)) return value.map((item) => copy(item, false))
    if (typeof value !== 'object' || value === null) return value
    const name = names.get(value)
    if (name !== undefined && !top) return { $ref: `#/components/schemas/${name}` }
    const choices = enums.get(value)
    const entries = Object.entries(value).filter(
      ([key, inner]) => !(open && key === 'additionalProperties' && inner === false),
    )
    return {
      ...Object.fromEntries(entries.map(([key, inner]) => [key, copy(inner, false)])),
      ...(choices ? { enum: choices } : {}),
    }
  }
  return copy
}

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

const errors = ({ body, open, errors = [] }: Operation, always: readonly number[]): readonly number[] => {
  const fixed = [...always, 429, ...(open ? [] : [403]), ...(body ? [413] : [])]
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
  const { contract, schemas, requestSchemas, enums } = parts
  const every = { ...schemas, ...requestSchemas }
  const names = new Map(Object.entries(every).map(([name, schema]) => [schema, name]))
  const copy = referring({ names, enums, open: false })
  const copyAnswer = referring({ names, enums, open: true })
  const used = new Set<number>()

  const operation = (key: string, promise: Operation) => {
    const tag = tagOf(promise)
    const parameters = [
      ...pathParameters(promise),
      ...named('query', tag, promise.query, parts.queryParameters),
      ...named('header', tag, promise.headers, parts.headerParameters),
    ]
    const statuses = errors(promise, [400, 401, 500, 503])
    for (const status of statuses) used.add(status)
    const type =
      promise.form === 'body'
        ? 'application/x-www-form-urlencoded'
        : promise.method === 'PATCH'
          ? 'application/merge-patch+json'
          : 'application/json'
    return {
      operationId: key,
      summary: promise.summary,
      ...(promise.description === undefined ? {} : { description: promise.description }),
      tags: [tag],
      ...(parameters.length > 0 ? { parameters: copy(parameters, false) } : {}),
      ...(promise.body
        ? {
            requestBody: {
              required: !acceptsEmpty(promise.body),
              content: ofTypes([type], copy(promise.body, false), exampleOf(promise.body)),
            },
          }
        : promise.takesStream
          ? { requestBody: { required: true, content: streamed(promise.takesStream, { type: 'string' }) } }
          : {}),
      responses: {
        ...Object.fromEntries(
          Object.entries(promise.answers).map(([status, schema]) => [
            status,
            {
              description: meanings[Number(status)] ?? 'Done.',
              ...(schema
                ? {
                    content: promise.answersStream
                      ? streamed(promise.answersStream, copyAnswer(schema, false))
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
      ...(promise.open ? { security: [] } : {}),
    }
  }

  const paths: Record<string, Record<string, unknown>> = {}
  for (const [key, promise] of Object.entries(contract)) {
    const path = promise.path
    paths[path] = { ...paths[path], [promise.method.toLowerCase()]: operation(key, promise) }
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
            description: meanings[status] ?? 'Refused.',
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
