import { type TSchema, Type } from 'typebox'
import { allProblemCodes, problemType } from './problem-codes.ts'

/** Nothing but what is named. */
export const strict = { additionalProperties: false } as const

export const optional = Type.Optional

export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const Text = (maxLength: number, minLength = 0) => Type.String({ minLength, maxLength })

export const Id = Text(255, 1)

/** RFC 3339, in UTC. */
export const Time = Type.String({ maxLength: 64, format: 'date-time' })

/** Where authority reaches: the system, the domain or project of that id, or nowhere. */
export const Scope = Type.Object(
  { type: Type.Enum(['system', 'domain', 'project', 'none']), id: nullable(Type.String()) },
  strict,
)

/** The same as clients give it; the id may also be called what it is the id of. */
export const GivenScope = Type.Object(
  {
    type: Type.Enum(['system', 'domain', 'project']),
    id: optional(nullable(Id)),
    domain_id: optional(Type.String({ minLength: 1, maxLength: 255, description: 'Another name of `id`.' })),
    project_id: optional(Type.String({ minLength: 1, maxLength: 255, description: 'Another name of `id`.' })),
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

/** The same, with the number of all rows where it was asked for. */
export const countedPage = <K extends string, S extends TSchema>(name: K, schema: S) =>
  Type.Object(
    {
      ...({ [name]: Type.Array(schema) } as unknown as Record<K, ReturnType<typeof Type.Array<S>>>),
      next_cursor: nullable(Type.String()),
      total: optional(Type.Integer({ description: 'Rows on all pages together, with `count=true`.' })),
    },
    strict,
  )

export const paging = ['limit', 'cursor'] as const

/** Every error code, as the `type` of a problem shows it. */
export const ProblemType = Type.Enum(allProblemCodes.map(problemType), {
  type: 'string',
  description:
    'The error code of a problem, as a path: `/problems/<code>` answers its title and what to do about it. A released code keeps its meaning. Later versions add codes: treat an unknown code by the status of the answer.',
})

/** Every refusal and every fault (RFC 9457), as `application/problem+json`. */
export const Problem = Type.Object({
  type: ProblemType,
  title: Type.String({ description: 'The kind of problem, for people.' }),
  status: Type.Integer(),
  detail: Type.String({ description: 'What went wrong this time, for people.' }),
  instance: Type.String({ description: 'The id of the request, as in the log and the journal.' }),
  errors: optional(
    Type.Array(
      Type.Object({
        pointer: optional(Type.String({ description: 'A JSON pointer into the body.' })),
        parameter: optional(Type.String({ description: 'A parameter of the query.' })),
        detail: Type.String(),
      }),
      { description: 'Each place of the request that is wrong.' },
    ),
  ),
})
