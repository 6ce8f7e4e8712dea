import type { Caller } from './caller.ts'
import type { DomainError } from './domain-error.ts'
import type { NewEvent } from './events/event.ts'
import type { BasePorts, Ports } from './ports.ts'
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
  readonly may: (rule: string, target: RuleTarget) => boolean
  /** `may` for another caller. */
  readonly mayAs: (caller: Caller) => OperationContext['may']
}

/** Inside the transaction: `stores` can write, and `record` appends to the event log in the same transaction. */
export type CommandContext = OperationContext & { readonly record: (event: NewEvent) => void }

/**
 * The name of the rule that authorises the operation. `'open'` allows every caller, `'known'` every authenticated caller,
 * `'operator'` only the process itself. A function selects the rule where one operation has several, such as for a domain
 * role and a global role. It is called with `found` undefined for anonymous callers and for a masked missing object.
 */
export type RuleName<I, F> = string | ((input: I, found: F, at: OperationContext) => string)

type Guarded<I, F> = {
  readonly rule: RuleName<I, F>
  /**
   * The error for a caller without permission when `load` throws `not_found`. `masked` (default): `forbidden`, decided
   * with nothing loaded, so that only callers the rule allows learn what exists. `shown`: `not_found`, as in Keystone
   * where an id reveals nothing. Anonymous callers are rejected before.
   */
  readonly missing?: 'masked' | 'shown'
  /** Loads the object that the rule compares. For a `not_found` thrown here see `missing`. */
  readonly load?: (input: I, at: OperationContext) => F | Promise<F>
  /** The attributes that the rule compares: from the path and stored objects, never from the request body (T19). */
  readonly target?: (input: I, found: F, at: OperationContext) => RuleTarget
}

export type Query<I, F, O> = Guarded<I, F> & {
  readonly kind: 'query'
  /** `read` searches by criteria of the caller: its time is limited, and it is cancelled when the client disconnects. */
  readonly searches?: true
  readonly read: (input: I, found: F, at: OperationContext) => O | Promise<O>
}

export type Command<I, F, P, O> = Guarded<I, F> & {
  readonly kind: 'command'
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
}

export type Isolation = 'serializable' | 'read committed' | 'inserts only'

export const query = <I, O, F = undefined>(parts: Omit<Query<I, F, O>, 'kind'>): Query<I, F, O> => ({
  kind: 'query',
  ...parts,
})

export const command = <I, O, F = undefined, P = undefined>(
  parts: Omit<Command<I, F, P, O>, 'kind'>,
): Command<I, F, P, O> => ({ kind: 'command', ...parts })
