import { type ResponseOrigin, readFields } from '../transport/fields.ts'
import type { Doc, NewDoc, ResourceCreated, ResourceUpdated, User } from './types.ts'

/** The body of a new doc, and an item of `docs` of a new user. */
export type WireNewDoc = {
  title: string
  content: string | string[]
  metadata?: Record<string, unknown>
}

/** The body of a new user. */
export type WireNewUser = {
  name: string | null
  about: string | null
  docs: WireNewDoc[]
  metadata: Readonly<Record<string, unknown>>
}

/** The body of a change: PATCH or, with name and about, PUT. */
export type WireUserUpdate = {
  name?: string | null | undefined
  about?: string | null | undefined
  metadata?: Readonly<Record<string, unknown>> | undefined
}

export type WireUser = {
  id: string
  name?: string | null
  about?: string | null
  created_at?: string | null
  updated_at?: string | null
  metadata?: Readonly<Record<string, unknown>> | null
}

export type WireDoc = {
  id: string
  title: string
  content: string | string[]
  created_at: string
  metadata?: Readonly<Record<string, unknown>> | null
}

export type WireCreated = { id: string; created_at: string; jobs?: string[] | null }
export type WireUpdated = { id: string; updated_at: string; jobs?: string[] | null }

export const docToWire = ({ title, content, metadata }: NewDoc): WireNewDoc => ({
  title,
  content: typeof content === 'string' ? content : [...content],
  ...(metadata === undefined ? {} : { metadata: { ...metadata } }),
})

export const userFromWire = (body: unknown, origin: ResponseOrigin): User => {
  const fields = readFields<WireUser>(body, origin, 'the user')
  return {
    id: fields.text('id'),
    name: fields.optionalText('name'),
    about: fields.optionalText('about'),
    createdAt: fields.optionalTime('created_at'),
    updatedAt: fields.optionalTime('updated_at'),
    metadata: fields.optionalObject('metadata'),
  }
}

export const docFromWire = (body: unknown, origin: ResponseOrigin): Doc => {
  const fields = readFields<WireDoc>(body, origin, 'the doc')
  const isText = typeof fields.raw('content') === 'string'
  return {
    id: fields.text('id'),
    title: fields.text('title'),
    content: isText ? fields.text('content') : fields.optionalTexts('content'),
    createdAt: fields.time('created_at'),
    metadata: fields.optionalObject('metadata'),
  }
}

export const createdFromWire = (body: unknown, origin: ResponseOrigin): ResourceCreated => {
  const fields = readFields<WireCreated>(body, origin)
  return {
    id: fields.text('id'),
    createdAt: fields.time('created_at'),
    jobs: fields.optionalTexts('jobs'),
  }
}

export const updatedFromWire = (body: unknown, origin: ResponseOrigin): ResourceUpdated => {
  const fields = readFields<WireUpdated>(body, origin)
  return {
    id: fields.text('id'),
    updatedAt: fields.time('updated_at'),
    jobs: fields.optionalTexts('jobs'),
  }
}

/** The items of a list: `{"items": […]}`. */
export const itemsFromWire = <T>(
  body: unknown,
  origin: ResponseOrigin,
  fromWire: (item: unknown, origin: ResponseOrigin) => T,
): readonly T[] =>
  readFields<{ items: unknown[] }>(body, origin)
    .array('items')
    .map((item) => fromWire(item, origin))
