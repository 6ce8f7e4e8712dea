import type { Contract, Operation } from '@muster/contract/operation.ts'
import type { Called, TestServer } from '../test-server.ts'

/** Credentials of a caller: headers, or query parameters. */
export type Credentials = {
  readonly headers?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
}

/** The parts of a request other than its path. */
export type Given = {
  /** Text is sent as it is, anything else as JSON. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
}

/** Values of path parameters and other request data, by name. */
export type Things = Readonly<Record<string, string>>

export type Who = 'manager' | 'readOnly' | 'foreign' | 'unprivileged'

/** One API with a domain, for the test of the guarantees of every API. */
export type ApiFixture = {
  readonly prefix: string
  readonly contract: Contract
  /** New objects of the domain of the fixture for an operation, so that each operation uses new ones. */
  readonly things: (name: string) => Promise<Things>
  /** A valid request for the objects. */
  readonly given: (name: string, things: Things) => Given
  readonly callers: {
    /** Has all rights in the domain. */
    readonly manager: Credentials
    /** Has read permission only. */
    readonly readOnly: Credentials
    /** The manager of another domain. */
    readonly foreign: Credentials
    /** Has no roles. */
    readonly unprivileged?: Credentials
    /** A system administrator. */
    readonly admin?: Credentials
  }
  /** Operations that delete their caller, with a new caller of that kind. */
  readonly ending?: { readonly names: readonly string[]; readonly caller: (who: Who) => Promise<Credentials> }
  /** Whether a response is an error in the format of the API. */
  readonly isErrorResponse: (answer: Called) => boolean
  /** Public operations. */
  readonly open: readonly string[]
  /** Operations allowed for a read-only caller, and those on the own user for the others. */
  readonly readOnlyMay: readonly string[]
  readonly foreignMay: readonly string[]
  readonly unprivilegedMay?: readonly string[]
  /** Texts of the domain that no response to the foreign caller contains. */
  readonly hidden?: readonly string[]
  /** Operations for the administrator alone: 403 for the manager. */
  readonly adminOnly?: readonly string[]
  /** Operations rejected for the manager because of the current state, with the status. */
  readonly failsPrecondition?: Readonly<Record<string, number>>
  /** Response fields with secrets shown once, as `operation.member`. */
  readonly tellsOnce?: readonly string[]
  /** Operations that return documentation of the API, which names secrets. */
  readonly describing?: readonly string[]
}

export type MakeFixture = (s: TestServer) => Promise<ApiFixture>

export const operationsOf = ({ contract }: ApiFixture) => Object.entries(contract) as [string, Operation][]

/** A caller of that kind that may perform the operation. */
export const callerFor = async (
  { callers, ending }: ApiFixture,
  who: Who,
  name: string,
): Promise<Credentials | undefined> => (ending?.names.includes(name) ? ending.caller(who) : callers[who])

/** Calls one operation on the objects. */
export const askOf =
  (s: TestServer, fixture: ApiFixture) =>
  (name: string, things: Things, proof: Credentials = {}, more: Given = fixture.given(name, things)) => {
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
