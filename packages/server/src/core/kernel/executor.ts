import { assertAccess, makeAuthorizer } from './authorize.ts'
import type { Caller, KnownCaller } from './caller.ts'
import { DomainError, isDomainError } from './domain-error.ts'
import type { NewEvent } from './events/event.ts'
import { type Attempt, markDone } from './idempotency/attempt.ts'
import { guardManaged } from './managed/managed-guard.ts'
import type { Command, OperationContext, Query, RuleOrAccess } from './operation.ts'
import type { Ports } from './ports.ts'
import { datedRevocations } from './revocations/dated-revocations.ts'
import type { RuleBook, RuleTarget } from './rules/rule-book.ts'
import type { Store, Stores } from './stores.ts'

/** The source of a request for the event log, and its idempotency attempt when it has an Idempotency-Key. */
export type AuditSource = {
  readonly api: string
  readonly requestId: string
  readonly idempotency?: Attempt
  /** The network address of the client; never recorded in the event log. */
  readonly address?: string
}

export type Core = {
  /** `signal` aborts a search when the client disconnects. */
  run<I, F, O>(
    operation: Query<I, F, O>,
    input: I,
    caller: Caller,
    source: AuditSource,
    signal?: AbortSignal,
  ): Promise<O>
  run<I, F, P, O>(
    operation: Command<I, F, P, O>,
    input: I,
    caller: Caller,
    source: AuditSource,
    signal?: AbortSignal,
  ): Promise<O>
  /**
   * Runs a query synchronously. Undefined when `run` would reject or wait. The caller's authority must be current.
   */
  runSync<I, F, O>(operation: Query<I, F, O>, input: I, caller: KnownCaller): O | undefined
}

export type CoreParts = {
  readonly store: Store
  readonly rules: RuleBook
  readonly ports: Ports
  /** Called after a commit and before the response, with the cache keys that the events invalidate. */
  readonly onInvalidate: (keys: readonly string[]) => void
}

/** The loaded object, and the rule and target that the operation was authorised with. */
type Decided<F> = { readonly found: F; readonly rule: RuleOrAccess; readonly target: RuleTarget }

const orThrown = <O>(answer: O | DomainError): O => {
  if (answer instanceof DomainError) throw answer
  return answer
}

/** Whether the value is a promise; its rejection is ignored. */
const isWaiting = <T>(value: T | Promise<T>): value is Promise<T> => {
  if (!(value instanceof Promise)) return false
  value.catch(() => {})
  return true
}

/** The executor of every operation: authorises, prepares, applies and records in one transaction, then invalidates caches. */
export const makeCore = ({ store, rules, ports, onInvalidate }: CoreParts): Core => {
  const { assertTargetWithin, isProtected } = ports.access
  const { mayOf, decide, decideMissing } = makeAuthorizer(rules)
  const apply = async <I, F, P, O>(
    operation: Command<I, F, P, O>,
    input: I,
    at: OperationContext,
    { found, rule, target }: Decided<F>,
    source: AuditSource,
  ): Promise<O> => {
    const prepared = (operation.prepare ? await operation.prepare(input, found, at) : undefined) as P
    const ready = operation.shortCircuit?.(prepared)
    if (ready !== undefined) return orThrown(ready)
    const actorId = at.caller.kind === 'known' ? at.caller.userId : null
    const revocations = datedRevocations(ports)
    let events: NewEvent[] = []
    const { api, requestId, idempotency } = source
    const work = async (stores: Stores) => {
      events = []
      const record = (event: NewEvent) => void events.push(event)
      if (idempotency) await markDone(idempotency, stores)
      await assertTargetWithin(rule, target, { ...at, stores })
      const guarded = operation.writesManaged ? stores : guardManaged(stores)
      const inside = { ...at, stores: revocations.collecting(guarded), record, found, prepared }
      const done = await operation.apply(input, inside)
      if (events.length > 0)
        await stores.events.append(
          events.map((event) => ({ ...event, face: api, requestId, at: at.now, actorId })),
        )
      await revocations.write(stores)
      return done
    }
    const answer = await store.transaction(operation.isolation ?? 'serializable', work, rule)
    const keys = events.flatMap((event) => event.invalidates ?? [])
    if (keys.length > 0) onInvalidate(keys)
    if (revocations.isLate()) await store.transaction('read committed', revocations.write)
    return orThrown(answer)
  }

  const atOf = (caller: Caller, address?: string): OperationContext => ({
    caller,
    address,
    now: ports.now(),
    ports,
    stores: store.reading,
    may: mayOf(caller),
    mayAs: mayOf,
  })

  return {
    runSync<I, F, O>(operation: Query<I, F, O>, input: I, caller: KnownCaller): O | undefined {
      if (operation.searches || operation.prepare) return undefined
      const at = atOf(caller)
      try {
        const found = operation.load?.(input, at) as F | Promise<F>
        if (isWaiting(found)) return undefined
        const target = operation.target ? operation.target(input, found, at) : {}
        if (isProtected(decide(operation, input, at, found, target))) return undefined
        const answer = operation.read(input, found, at)
        return isWaiting(answer) ? undefined : answer
      } catch (thrown) {
        if (thrown instanceof DomainError) return undefined
        throw thrown
      }
    },
    async run<I, F, P, O>(
      operation: Query<I, F, O> | Command<I, F, P, O>,
      input: I,
      caller: Caller,
      source: AuditSource,
      signal?: AbortSignal,
    ): Promise<O> {
      const at = atOf(caller, source.address)
      const checked = operation as Query<I, F, O>
      // Anonymous callers are rejected before anything is loaded, so that they cannot learn what exists.
      assertAccess(checked.access, caller)
      let found = undefined as F
      try {
        const loading = checked.load?.(input, at) as F | Promise<F>
        // A cached result is not awaited: for token validation the await would cost more than the authorisation.
        found = loading instanceof Promise ? await loading : loading
      } catch (thrown) {
        if (isDomainError(thrown, 'not_found')) decideMissing(checked, input, at)
        throw thrown
      }
      const target = checked.target ? checked.target(input, found, at) : {}
      const rule = decide(checked, input, at, found, target)
      if (operation.kind === 'command') return apply(operation, input, at, { found, rule, target }, source)
      await assertTargetWithin(rule, target, at)
      const ready = operation.prepare ? await operation.prepare(input, found, at) : input
      if (!operation.searches) return operation.read(ready, found, at)
      const by = caller.kind === 'known' ? caller.userId : caller.kind
      return store.search((stores) => operation.read(ready, found, { ...at, stores }), { by, signal })
    },
  }
}
