import { type TSchema, Type } from 'typebox'
import { allProblemCodes, problemType } from './problem-codes.ts'

/** Closed: no additional members. */
export const strict = { additionalProperties: false } as const

export const optional = Type.Optional

export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const Text = (maxLength: number, minLength = 0) => Type.String({ minLength, maxLength })

export const Id = Text(255, 1)

/** RFC 3339, in UTC. */
export const Time = Type.String({ maxLength: 64, format: 'date-time' })

/** The scope of an authorization: the system, the domain or project with this id, or none. */
export const Scope = Type.Object(
  { type: Type.Enum(['system', 'domain', 'project', 'none']), id: nullable(Type.String()) },
  strict,
)

/** A scope in requests, where `domain_id` and `project_id` are aliases of `id`. */
export const GivenScope = Type.Object(
  {
    type: Type.Enum(['system', 'domain', 'project']),
    id: optional(nullable(Id)),
    domain_id: optional(Type.String({ minLength: 1, maxLength: 255, description: 'Alias of `id`.' })),
    project_id: optional(Type.String({ minLength: 1, maxLength: 255, description: 'Alias of `id`.' })),
  },
  strict,
)

/** A page of a list; `next_cursor` is null on the last one. */
export const page = <K extends string, S extends TSchema>(name: K, schema: S) =>
  Type.Object(
    {
      ...({ [name]: Type.Array(schema) } as unknown as Record<K, ReturnType<typeof Type.Array<S>>>),
      next_cursor: nullable(Type.String()),
    },
    strict,
  )

/** A page with the total number of rows, if requested. */
export const countedPage = <K extends string, S extends TSchema>(name: K, schema: S) =>
  Type.Object(
    {
      ...({ [name]: Type.Array(schema) } as unknown as Record<K, ReturnType<typeof Type.Array<S>>>),
      next_cursor: nullable(Type.String()),
      total: optional(Type.Integer({ description: 'Number of rows on all pages, with `count=true`.' })),
    },
    strict,
  )

export const paging = ['limit', 'cursor'] as const

/** Every error code as the `type` of a problem. */
export const ProblemType = Type.Enum(allProblemCodes.map(problemType), {
  type: 'string',
  description:
    'The error code of a problem, as a path: `/problems/<code>` returns its title and what to do about it. A released code keeps its meaning. Later versions add codes: handle an unknown code by the status of the response.',
})

/** Every error (RFC 9457), as `application/problem+json`. */
export const Problem = Type.Object({
  type: ProblemType,
  title: Type.String({ description: 'The kind of problem, for humans.' }),
  status: Type.Integer(),
  detail: Type.String({ description: 'The error of this request, for humans.' }),
  instance: Type.String({ description: 'The id of the request, as in the log and the event log.' }),
  errors: optional(
    Type.Array(
      Type.Object({
        pointer: optional(Type.String({ description: 'A JSON pointer into the body.' })),
        parameter: optional(Type.String({ description: 'The name of a query parameter.' })),
        detail: Type.String(),
      }),
      { description: 'The invalid fields and parameters of the request.' },
    ),
  ),
})
