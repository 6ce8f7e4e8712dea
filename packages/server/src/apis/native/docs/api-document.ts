import { type NounText, nounTexts } from '@muster/contract/native/noun-texts.ts'
import { allNouns, type Noun } from '@muster/contract/native/nouns.ts'
import type { CodeSample } from '../openapi.ts'
import type { Schema } from './fields.ts'

type Media = { readonly schema?: Schema; readonly example?: unknown }
export type Content = Readonly<Record<string, Media>>

export type Parameter = {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required: boolean
  readonly description?: string
  readonly schema: Schema
}

type Operation = {
  readonly operationId: string
  readonly summary: string
  readonly description: string
  readonly tags: readonly string[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly required: boolean; readonly content: Content }
  readonly responses: Readonly<
    Record<string, { readonly $ref?: string; readonly description?: string; readonly content?: Content }>
  >
  readonly security?: readonly object[]
  readonly 'x-codeSamples': readonly CodeSample[]
}

/** The parts of the OpenAPI document that the pages show. */
export type ApiDocument = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly webhooks: Readonly<
    Record<string, { readonly post: { readonly summary: string; readonly description: string } }>
  >
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>
    readonly responses: Readonly<Record<string, { readonly description: string }>>
  }
}

/** An operation with its method and its path. */
export type NamedOperation = Operation & { readonly method: string; readonly path: string }

/** The operations of a noun, in the order of the contract. */
export const operationsOf = ({ paths }: ApiDocument, noun: Noun): readonly NamedOperation[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { tags }]) => tags.includes(noun))
      .map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  )

export const textOf = (noun: Noun): NounText => nounTexts[noun]

const nounBySchema: ReadonlyMap<string, Noun> = new Map(
  allNouns.flatMap((noun) => textOf(noun).schemas.map((name) => [name, noun] as const)),
)

/** The page that describes a named schema, and its place there, relative to the start page. */
export const schemaUrl = (name: string): string | undefined => {
  if (name === 'Problem') return 'errors#Problem'
  const noun = nounBySchema.get(name)
  return noun && `${noun}#${name}`
}
