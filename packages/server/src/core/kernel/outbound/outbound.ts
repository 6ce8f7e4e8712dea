/** One request to a server of somebody else's. */
export type OutboundAsk = {
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Bytes of the answer's body that are read at most; the rest is cut off. */
  readonly maxBytes: number
  /** Milliseconds from the first look-up to the last byte. */
  readonly timeout: number
  /** Gives up early. */
  readonly signal?: AbortSignal
}

/**
 * - `address_refused`: the address leads where this server must not go
 * - `name_unknown`: nobody knows the host
 * - `timeout`, `connection`: the other end did not answer in time, or not at all
 * - `stopped`: `signal` said so
 */
export type OutboundFailure = 'address_refused' | 'name_unknown' | 'timeout' | 'connection' | 'stopped'

/** An answer of any status, redirects included, or why there is none. `why` is for people, and one line. */
export type OutboundAnswer =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
      readonly body: Uint8Array
      /** Whether `body` was cut off. */
      readonly cut: boolean
    }
  | { readonly kind: 'failed'; readonly failure: OutboundFailure; readonly why: string }

/**
 * The one way to call other servers (T68). An address that leads into the network of this server is refused, also
 * when only its name does, and also when the name changes its mind before the connection. Redirects are answers.
 */
export type Outbound = {
  /**
   * The address in its normal form. Rejects with `invalid` (`url_invalid`, `url_refused`) one that must not be called, as
   * far as can be told now: a name that nobody knows may become known.
   */
  check(url: string): Promise<string>
  /** Never throws. */
  send(ask: OutboundAsk): Promise<OutboundAnswer>
}
