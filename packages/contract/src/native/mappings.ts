import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { nullable, optional } from './shapes.ts'

const closed = { additionalProperties: false } as const

/** The limits of an attribute in a sign-in. */
const Value = Type.String({ maxLength: 4096 })

export const MappingTest = Type.Object(
  {
    rules: Type.Array(Type.Unknown(), {
      minItems: 1,
      maxItems: 1000,
      description: 'The rules of a mapping, as Identity v3 has them.',
    }),
    schema_version: optional(nullable(Type.String({ maxLength: 5, description: 'Default: `1.0`.' }))),
    assertion: Type.Record(
      Type.String({ maxLength: 255 }),
      Type.Union([Value, Type.Array(Value, { maxItems: 1000 })]),
      { maxProperties: 200, description: 'The attributes of a user at the identity provider.' },
    ),
  },
  closed,
)

const MappedDomain = Type.Object({ id: optional(Type.String()), name: optional(Type.String()) }, closed)

export const MappingTestResult = Type.Object({
  user: nullable(
    Type.Object(
      {
        type: Type.Enum(['ephemeral', 'local']),
        id: optional(Type.String()),
        name: optional(Type.String()),
        email: optional(Type.String()),
        domain: optional(MappedDomain),
      },
      { description: 'Null: no user can sign in with this assertion.' },
    ),
  ),
  group_ids: Type.Array(Type.String()),
  groups: Type.Array(Type.Object({ name: Type.String(), domain: MappedDomain })),
  projects: Type.Array(
    Type.Object({
      name: Type.String(),
      domain: optional(MappedDomain),
      roles: Type.Array(Type.Object({ name: Type.String() })),
    }),
  ),
  rules: Type.Array(
    Type.Object({
      matches: Type.Boolean(),
      unmet_attribute: nullable(
        Type.String({ description: 'The first attribute that does not meet its condition.' }),
      ),
      attribute_present: nullable(Type.Boolean({ description: 'Whether the assertion has that attribute.' })),
    }),
    { description: 'In the order of the request; empty when the evaluation takes too many steps.' },
  ),
  user_rule: nullable(Type.Integer({ description: 'The index of the rule that the user comes from.' })),
  failure: nullable(Type.String({ description: 'Why no user can sign in.' })),
})

export const mappings = {
  testMapping: {
    method: 'POST',
    path: '/mappings/test',
    description:
      'Shows the user, the groups and the projects that rules make of an assertion, and which rules match it. Nothing is stored, and no object is looked up. Administrators may do this. Rules that a mapping cannot have are 400 `mapping_invalid`.',
    summary: 'Test the rules of a mapping with an assertion',
    strictQuery: true,
    body: MappingTest,
    responses: { 200: MappingTestResult },
    errors: [415],
    source: 'docs/apis/native.md',
  },
} as const satisfies Contract
