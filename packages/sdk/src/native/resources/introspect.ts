import type { CallOptions } from '../../transport/transport.ts'
import type { NativeApi } from '../api.ts'
import type { Introspection } from '../types.ts'

/** Verifies the secret of a session or API key (RFC 7662). To verify many, use `@muster/sdk/verify`. */
export const makeIntrospect =
  (api: NativeApi) =>
  (token: string, options?: CallOptions): Promise<Introspection> =>
    // Nothing is changed, so the request may be repeated.
    api.send('POST', '/introspect', { form: { token }, idempotent: true }, options)
