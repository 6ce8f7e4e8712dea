import type { Send } from './api.ts'
import { type Collection, makeCollection, type Noun } from './collection.ts'
import { type Extra, readOnly } from './fields.ts'

/** A text that Identity stores for other services. */
export type Policy = {
  readonly id: string
  /** The media type of `blob`, such as `application/json`. */
  readonly type: string
  readonly blob: string
  readonly links?: { readonly self: string }
  /** Additional attributes. */
  readonly extra: Extra
}

export type NewPolicy = {
  readonly type: string
  readonly blob: string
  readonly extra?: Extra | undefined
}

export type PolicyChanges = Partial<NewPolicy>

export type PolicyQuery = { readonly type?: string | undefined }

export const policyNoun = {
  name: 'policy',
  path: '/policies',
  rows: 'policies',
  fields: { id: readOnly('id'), type: 'type', blob: 'blob', links: readOnly('links') },
  required: ['type', 'blob'],
  query: { type: 'type' },
} as const satisfies Noun

export type Policies = Collection<Policy, NewPolicy, PolicyChanges, PolicyQuery>

export const makePolicies = (send: Send): Policies => makeCollection(send, policyNoun)
