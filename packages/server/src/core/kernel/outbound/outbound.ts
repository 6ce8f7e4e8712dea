/** A request to an external server. */
export type OutboundAsk = {
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** The maximum number of body bytes to read; the rest is discarded. */
  readonly maxBytes: number
  /** Milliseconds from the name lookup to the last byte. */
  readonly timeout: number
  /** Aborts the request. */
  readonly signal?: AbortSignal
}

/**
 * - `address_refused`: the address is not allowed (an internal network)
 * - `name_unknown`: the host name does not resolve
 * - `timeout`: no complete response in time
 * - `connection`: the connection failed
 * - `stopped`: aborted by `signal`
 */
export type OutboundFailure = 'address_refused' | 'name_unknown' | 'timeout' | 'connection' | 'stopped'

/** A response of any status, redirects included, or the failure. `why` is one line for people. */
export type OutboundAnswer =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
      readonly body: Uint8Array
      /** Whether `body` was truncated to `maxBytes`. */
      readonly cut: boolean
    }
  | { readonly kind: 'failed'; readonly failure: OutboundFailure; readonly why: string }

/**
 * The only client for requests to external servers (T68). Rejects addresses in internal networks, also behind a host name
 * and also when the name resolves differently at connect time (DNS rebinding). Does not follow redirects.
 */
export type Outbound = {
  /**
   * Returns the normalized URL. Rejects with `invalid` (`url_invalid`, `url_refused`) for a URL that is not allowed. A host
   * name that does not resolve yet is accepted.
   */
  check(url: string): Promise<string>
  /** Never throws. */
  send(ask: OutboundAsk): Promise<OutboundAnswer>
}
