import type { Muster } from '@muster/sdk'
import type { Columns } from '../output/columns.ts'
import type { Field, RequiredField } from './field.ts'
import type { NamedKind } from './names.ts'

/** A positional argument: of a kind with names, or plain text. */
export type Argument = {
  readonly about: string
  readonly names?: NamedKind
  /** Throws `UsageError` for a malformed argument. */
  readonly check?: (word: string) => unknown
}

type Fields = Readonly<Record<string, Field<unknown>>>
type ValueOf<F> = F extends Field<infer T> ? T : never

/** The values of the options that were given, after parsing, by field. */
type Body<F extends Fields> = {
  readonly [K in keyof F as F[K] extends RequiredField<unknown> ? K : never]: ValueOf<F[K]>
} & { readonly [K in keyof F as F[K] extends RequiredField<unknown> ? never : K]?: ValueOf<F[K]> }

/** How the objects of the arguments and of the options that name one are named to people. */
type Labels<F extends Fields, A extends string> = Readonly<Record<A, string>> & {
  readonly [K in keyof F]?: string
}

export type Call<F extends Fields, A extends string> = {
  readonly muster: Muster
  /** The arguments; names are replaced with ids. */
  readonly args: Readonly<Record<A, string>>
  readonly body: Body<F>
  readonly labels: Labels<F, A>
  /** Rows of each page of a list. */
  readonly page: { readonly limit: number }
}

type Shared<F extends Fields, A extends string> = {
  readonly about: string
  readonly args?: Readonly<Record<A, Argument>>
  readonly fields?: F
  readonly examples: readonly string[]
  /** Throws `UsageError` for options that do not fit together; names are not resolved yet. */
  readonly check?: (body: Partial<Body<F>>) => void
  /** The question before a destructive command. */
  readonly confirm?: (labels: Labels<F, A>, body: Body<F>) => string
}

type Shows<F extends Fields, A extends string> =
  | {
      readonly shows: 'rows'
      readonly columns: Columns
      readonly run: (call: Call<F, A>) => AsyncIterable<object>
      /** Lines are printed as they arrive, and the list has no end. */
      readonly follows?: (body: Body<F>) => boolean
    }
  | {
      readonly shows: 'object'
      readonly columns: Columns
      readonly run: (call: Call<F, A>) => Promise<object>
    }
  | {
      /** An object and a secret that is shown once. */
      readonly shows: 'secret'
      /** The name of its field; default: `secret`. */
      readonly secret?: string
      readonly columns: Columns
      readonly run: (
        call: Call<F, A>,
      ) => Promise<{ readonly object: object; readonly secret: string | undefined }>
    }
  | {
      /** A sentence that says what was done. */
      readonly shows: 'sentence'
      readonly run: (call: Call<F, A>) => Promise<string>
    }

export type Verb = Shared<Fields, string> & Shows<Fields, string>

/** Checks `run` against the options and arguments that the verb declares. */
export const verb = <A extends string = never, const F extends Fields = Record<never, never>>(
  made: Shared<F, A> & Shows<F, A>,
): Verb => made as unknown as Verb

/** A noun with its verbs, such as `list` and `member add`. */
export type Noun = {
  readonly name: string
  readonly about: string
  readonly verbs: Readonly<Record<string, Verb>>
  /** What the first words of two-word verbs are about. */
  readonly parts?: Readonly<Record<string, string>>
}
