import type { Caller } from './caller.ts'
import type { DomainError } from './domain-error.ts'
import type { NewEvent } from './events/event.ts'
import type { Ports } from './ports.ts'
import type { RuleTarget } from './rules/rule-book.ts'
import type { Stores } from './stores.ts'

/** What every step of an operation may look at. */
export type OperationContext = {
  readonly caller: Caller
  /** The network address of the client, where a request has one. */
  readonly address?: string | undefined
  /** Unix milliseconds; the same through the whole operation. */
  readonly now: number
  readonly ports: Ports
  readonly stores: Stores
  /** Whether this caller passes another rule too: for every row that a list shows (T21). */
  readonly may: (rule: string, target: RuleTarget) => boolean
  /** The same question for another caller. */
  readonly mayAs: (caller: Caller) => OperationContext['may']
}

/** Inside the transaction: `stores` write, and `record` appends to the journal in the same transaction. */
export type CommandContext = OperationContext & { readonly record: (event: NewEvent) => void }

/**
 * The rule that decides, by its name in the rule book. `'open'` needs nobody's leave, `'known'` any
 * caller that proved who it is, `'operator'` only whoever runs the process. A function where one operation stands for
 * two rules (a role of a domain and a global one). It is called with `found` undefined for anonymous callers, and where
 * something is missing and masked.
 */
export type RuleName<I, F> = string | ((input: I, found: F, at: OperationContext) => string)

type Guarded<I, F> = {
  readonly rule: RuleName<I, F>
  /**
   * What a caller without permission is told when `load` throws `not_found`. `masked`, the default: that the rule
   * forbids it, asked with nothing loaded, so that only callers whom the rule allows learn what exists. `shown`: that
   * it is missing, as Keystone answers where an id tells nothing secret. Anonymous callers are stopped before.
   */
  readonly missing?: 'masked' | 'shown'
  /** Fetches what the rule must see. For a `not_found` thrown here see `missing`. */
  readonly load?: (input: I, at: OperationContext) => F | Promise<F>
  /** What the rule may compare with: the path and stored things, never the request's body (T19). */
  readonly target?: (input: I, found: F, at: OperationContext) => RuleTarget
}

export type Query<I, F, O> = Guarded<I, F> & {
  readonly kind: 'query'
  /** `read` looks for things that the caller describes: it gets limited time, and ends when the client leaves. */
  readonly searches?: true
  readonly read: (input: I, found: F, at: OperationContext) => O | Promise<O>
}

export type Command<I, F, P, O> = Guarded<I, F> & {
  readonly kind: 'command'
  /** Slow work (hashing, making keys) after the rule allowed it and outside any transaction. */
  readonly prepare?: (input: I, found: F, at: OperationContext) => Promise<P>
  /** An answer that needs nothing written, if there is one: no transaction is opened then. */
  readonly shortCircuit?: (prepared: P) => O | DomainError | undefined
  /**
   * Runs again from the start when the database asks for a retry: touches nothing but its stores. An error that
   * is thrown takes everything back; one that is answered is thrown after the commit, and what was written stays.
   */
  readonly apply: (
    input: I,
    at: CommandContext & { readonly found: F; readonly prepared: P },
  ) => Promise<O | DomainError>
  /**
   * `serializable` (default) makes reads inside `apply` safe to decide on. `read committed` is for
   * commands whose only judges are constraints. `inserts only` is for those among them that change no row that
   * was there before: their steps may mix with those of others in one transaction.
   */
  readonly isolation?: Isolation
}

export type Isolation = 'serializable' | 'read committed' | 'inserts only'

export const query = <I, O, F = undefined>(parts: Omit<Query<I, F, O>, 'kind'>): Query<I, F, O> => ({
  kind: 'query',
  ...parts,
})

export const command = <I, O, F = undefined, P = undefined>(
  parts: Omit<Command<I, F, P, O>, 'kind'>,
): Command<I, F, P, O> => ({ kind: 'command', ...parts })
