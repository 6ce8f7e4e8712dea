import { type Language, languages } from '@muster/messages/languages.ts'
import type { User } from '@muster/sdk'

export type FieldKind = 'text' | 'number' | 'time' | 'choice' | 'boolean' | 'attribute'

/** Fields of the filter language, in the order of the builder. `metadata` stands for a path below it. */
export const filterFields = {
  username: 'text',
  display_name: 'text',
  given_name: 'text',
  family_name: 'text',
  email: 'text',
  phone_number: 'text',
  language: 'choice',
  description: 'text',
  external_id: 'text',
  id: 'text',
  number: 'number',
  status: 'choice',
  kind: 'choice',
  developer: 'boolean',
  created_at: 'time',
  updated_at: 'time',
  last_active_at: 'time',
  email_verified_at: 'time',
  invited_until: 'time',
  plan_id: 'text',
  plan_expires_at: 'time',
  metadata: 'attribute',
} as const satisfies Record<string, FieldKind>

export type FilterField = keyof typeof filterFields

export const isFilterField = (name: string): name is FilterField => Object.hasOwn(filterFields, name)

export const kindOf = (field: FilterField): FieldKind => filterFields[field]

export const choicesOf = {
  status: ['active', 'disabled', 'invited', 'pending'],
  kind: ['human', 'service', 'system'],
  language: Object.keys(languages) as Language[],
} as const satisfies {
  readonly status: readonly User['status'][]
  readonly kind: readonly User['kind'][]
  readonly language: readonly User['language'][]
}

export const hasChoices = (field: FilterField): field is keyof typeof choicesOf =>
  Object.hasOwn(choicesOf, field)

export const operators = [
  'is',
  'isNot',
  'contains',
  'startsWith',
  'endsWith',
  'less',
  'atMost',
  'greater',
  'atLeast',
  'before',
  'from',
  'empty',
  'notEmpty',
] as const

export type Operator = (typeof operators)[number]

/** Operators of each kind of field; the first one is the default. */
export const operatorsOf: Readonly<Record<FieldKind, readonly Operator[]>> = {
  text: ['contains', 'is', 'isNot', 'startsWith', 'endsWith', 'empty', 'notEmpty'],
  number: ['is', 'isNot', 'less', 'atMost', 'greater', 'atLeast'],
  time: ['from', 'before', 'empty', 'notEmpty'],
  choice: ['is', 'isNot'],
  boolean: ['is'],
  attribute: ['is', 'isNot', 'contains', 'empty', 'notEmpty'],
}

/** Whether the operator compares with a value. */
export const takesValue = (operator: Operator): boolean => operator !== 'empty' && operator !== 'notEmpty'
