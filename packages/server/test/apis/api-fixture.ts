import type { Contract, Operation } from '@muster/contract/operation.ts'
import type { Called, TestServer } from '../test-server.ts'

/** How somebody proves who asks: headers, or parameters of the query. */
export type Proof = {
  readonly headers?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
}

/** What a request holds beside its path. */
export type Given = {
  /** Text is sent as it is, anything else as JSON. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
}

/** Values for the parameters of paths, and whatever else requests are made of, by name. */
export type Things = Readonly<Record<string, string>>

export type Who = 'manager' | 'readOnly' | 'foreign' | 'unprivileged'

/** One face with a domain in it, for the test of what every face promises. */
export type ApiFixture = {
  readonly prefix: string
  readonly contract: Contract
  /** New things of the world's own domain for an operation: each is asked about fresh ones. */
  readonly things: (name: string) => Promise<Things>
  /** A request that the contract takes, about the things. */
  readonly given: (name: string, things: Things) => Given
  readonly callers: {
    /** May do everything in the domain. */
    readonly manager: Proof
    /** May only look. */
    readonly readOnly: Proof
    /** The manager of another domain. */
    readonly foreign: Proof
    /** Has no role anywhere. */
    readonly unprivileged?: Proof
    /** Of the whole system. */
    readonly admin?: Proof
  }
  /** Operations that end whoever asks them, and somebody of that kind to ask them. */
  readonly ending?: { readonly names: readonly string[]; readonly caller: (who: Who) => Promise<Proof> }
  /** Whether an answer says no in the words of the face. */
  readonly isRefusal: (answer: Called) => boolean
  /** Operations that answer without a proof. */
  readonly open: readonly string[]
  /** What a read-only caller may ask, and what the others may since it is about themselves. */
  readonly readOnlyMay: readonly string[]
  readonly foreignMay: readonly string[]
  readonly nobodyMay?: readonly string[]
  /** Texts of the domain that no answer to the foreign one holds. */
  readonly hidden?: readonly string[]
  /** What is for the administrator alone: 403 to the manager. */
  readonly adminOnly?: readonly string[]
  /** What even the manager is refused, by the state of things, with the status. */
  readonly barred?: Readonly<Record<string, number>>
  /** Members of answers that are secrets told once, as `operation.member`. */
  readonly tellsOnce?: readonly string[]
  /** Operations that answer words about the face, with names of secrets among them. */
  readonly describing?: readonly string[]
}

export type MakeFixture = (s: TestServer) => Promise<ApiFixture>

export const operationsOf = ({ contract }: ApiFixture) => Object.entries(contract) as [string, Operation][]

/** Whoever of that kind can ask for that. */
export const callerFor = async (
  { callers, ending }: ApiFixture,
  who: Who,
  name: string,
): Promise<Proof | undefined> => (ending?.names.includes(name) ? ending.caller(who) : callers[who])

/** Asks one operation about the things. */
export const askOf =
  (s: TestServer, fixture: ApiFixture) =>
  (name: string, things: Things, proof: Proof = {}, more: Given = fixture.given(name, things)) => {
    const { method, path } = fixture.contract[name] as Operation
    const query = new URLSearchParams({ ...more.query, ...proof.query }).toString()
    const place = path.replaceAll(/\{(\w+)\}/g, (_, key: string) =>
      encodeURIComponent(things[key] ?? 'unprivileged'),
    )
    return s.call(method, `${fixture.prefix}${place}${query === '' ? '' : `?${query}`}`, {
      body: more.body,
      headers: { ...more.headers, ...proof.headers },
    })
  }
