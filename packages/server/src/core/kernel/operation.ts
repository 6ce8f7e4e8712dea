import type { Caller } from './caller.ts'
import type { DomainError } from './domain-error.ts'
import type { NewEvent } from './events/event.ts'
import type { BasePorts, Ports } from './ports.ts'
import type { RuleName } from './rules/defaults/all.ts'
import type { RuleTarget } from './rules/rule-book.ts'
import type { Stores } from './stores.ts'

/** What reads of the current state need; every `OperationContext` is one. */
export type ReadContext = { readonly stores: Stores; readonly ports: BasePorts; readonly now: number }

/** The context of every step of an operation. */
export type OperationContext = {
  readonly caller: Caller
  /** The network address of the client, if the request has one. */
  readonly address?: string | undefined
  /** Unix milliseconds; the same during the whole operation. */
  readonly now: number
  readonly ports: Ports
  readonly stores: Stores
  /** Whether the caller passes another rule, such as the rule of each row in a list (T21). */
  readonly may: (rule: RuleName, target: RuleTarget) => boolean
  /** `may` for another caller. */
  readonly mayAs: (caller: Caller) => OperationContext['may']
}

/** Inside the transaction: `stores` can write, and `record` appends to the event log in the same transaction. */
export type CommandContext = OperationContext & { readonly record: (event: NewEvent) => void }

/** Operations without a rule: for every caller, every authenticated caller, or only the process itself (jobs, CLI). */
export type Access = 'public' | 'authenticated' | 'operator'

export type RuleOrAccess = RuleName | Access

/** The rules of an operation that has several, such as one for a domain role and one for a global role. */
type RuleChoice<I, F, Name extends RuleName = RuleName> = {
  readonly any: readonly Name[]
  /** `found` is undefined when the object is missing. Never called for anonymous callers. */
  readonly choose: (input: I, found: F | undefined, at: OperationContext) => NoInfer<Name>
}

/**
 * The error for a caller without permission when `load` throws `not_found`. `masked` (default): `forbidden`, decided with
 * nothing loaded, so that only callers the rule allows learn what exists. `shown`: `not_found`, as in Keystone where an
 * id reveals nothing; delegated callers that the operation is closed to still get `forbidden` (T05).
 */
type Missing = 'masked' | 'shown'

/** The same operation for an API that masks missing objects on every route. */
export const masked = <O extends { readonly missing?: Missing }>(operation: O): O => ({
  ...operation,
  missing: 'masked',
})

/** What an operation requires of its caller: exactly one of `access`, `rule` and `rules`. */
type Permission<I, F> =
  | {
      readonly access: Access
      readonly rule?: undefined
      readonly rules?: undefined
      readonly missing?: undefined
    }
  | { readonly rule: RuleName; readonly access?: undefined; readonly rules?: undefined }
  | { readonly rules: RuleChoice<I, F>; readonly access?: undefined; readonly rule?: undefined }

/** Every rule that may authorise the operation. */
export const rulesOf = ({ rule, rules }: Permission<never, never>): readonly RuleName[] =>
  rule === undefined ? (rules?.any ?? []) : [rule]

/** An operation with exactly one rule. */
export type WithRule = { readonly rule: RuleName }

type Guarded<I, F> = Permission<I, F> & {
  readonly missing?: Missing
  /** Loads the object that the rule compares. For a `not_found` thrown here see `missing`. */
  readonly load?: (input: I, at: OperationContext) => F | Promise<F>
  /** The attributes that the rule compares: from the path and stored objects, never from the request body (T19). */
  readonly target?: (input: I, found: F, at: OperationContext) => RuleTarget
}

type QueryParts<I, F, O> = Guarded<I, F> & {
  /** `read` searches by criteria of the caller: its time is limited, and it is cancelled when the client disconnects. */
  readonly searches?: true
  /**
   * After authorisation and before a search: brings rows of external directories up to date, and returns the input that
   * `read` gets.
   */
  readonly prepare?: (input: I, found: F, at: OperationContext) => Promise<I>
  readonly read: (input: I, found: F, at: OperationContext) => O | Promise<O>
}

export type Query<I, F, O> = QueryParts<I, F, O> & { readonly kind: 'query' }

type CommandParts<I, F, P, O> = Guarded<I, F> & {
  /** Slow work (hashing, key generation) after authorisation and outside the transaction. */
  readonly prepare?: (input: I, found: F, at: OperationContext) => Promise<P>
  /** Returns a result that needs no transaction, or undefined to continue with `apply`. */
  readonly shortCircuit?: (prepared: P) => O | DomainError | undefined
  /**
   * Must change nothing but the stores, since it runs again when the database requires a retry. A thrown error rolls the
   * transaction back; a returned error is thrown after the commit.
   */
  readonly apply: (
    input: I,
    at: CommandContext & { readonly found: F; readonly prepared: P },
  ) => Promise<O | DomainError>
  /**
   * `serializable` (default) lets `apply` decide on what it reads. `read committed` is for commands whose invariants are
   * held by constraints alone. `inserts only` is for those of them that change no existing row: several may share one
   * transaction.
   */
  readonly isolation?: Isolation
  /** Writes the rows that external directories manage, which no other command can change. */
  readonly writesManaged?: true
}

export type Command<I, F, P, O> = CommandParts<I, F, P, O> & { readonly kind: 'command' }

export type Isolation = 'serializable' | 'read committed' | 'inserts only'

/** Keeps the rule in the type, so that functions can accept operations with exactly one rule (`WithRule`). */
type Ruled<Operation, Rule> = Operation & { readonly rule: Rule }
/** `choose` can return only the listed rules. */
type Choosing<I, F, Name extends RuleName> = { readonly rules?: RuleChoice<I, F, Name> }

export const query = <
  I,
  O,
  F = undefined,
  const Rule extends RuleName | undefined = undefined,
  Name extends RuleName = RuleName,
>(
  parts: QueryParts<I, F, O> & { readonly rule?: Rule } & Choosing<I, F, Name>,
): Ruled<Query<I, F, O>, Rule> => ({ kind: 'query', ...parts }) as Ruled<Query<I, F, O>, Rule>

export const command = <
  I,
  O,
  F = undefined,
  P = undefined,
  const Rule extends RuleName | undefined = undefined,
  Name extends RuleName = RuleName,
>(
  parts: CommandParts<I, F, P, O> & { readonly rule?: Rule } & Choosing<I, F, Name>,
): Ruled<Command<I, F, P, O>, Rule> => ({ kind: 'command', ...parts }) as Ruled<Command<I, F, P, O>, Rule>
