import { requireNonEmptyText } from '../transport/arguments.ts'
import { readFields, sendAndRead } from '../transport/fields.ts'
import type { Authorization, CallOptions, Transport } from '../transport/transport.ts'

/** The promise, or the reason of the signal as soon as it is aborted. */
const unlessAborted = <T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> =>
  new Promise((resolve, reject) => {
    const abort = () => reject(signal?.reason)
    if (signal?.aborted) abort()
    signal?.addEventListener('abort', abort, { once: true })
    promise.then(resolve, reject).finally(() => signal?.removeEventListener('abort', abort))
  })

/**
 * Signs in before the first request, and again when the service no longer accepts the token. Requests at the same time
 * share one sign-in, so the signal of a request ends its wait and not the sign-in.
 */
export const signInAuthorization = (
  transport: Transport,
  username: unknown,
  password: unknown,
): Authorization => {
  const form = {
    username: requireNonEmptyText('username', username),
    password: requireNonEmptyText('password', password),
  }
  let token: string | undefined
  let pending: Promise<string> | undefined

  const signIn = async ({ timeout, retries }: CallOptions): Promise<string> => {
    try {
      token = await sendAndRead(
        transport,
        { method: 'POST', path: '/auth/token/', form, timeout, retries },
        (body, origin) => readFields<{ access_token: string }>(body, origin).text('access_token'),
      )
      return token
    } finally {
      pending = undefined
    }
  }
  const renewed = (options: CallOptions): Promise<string> => {
    pending ??= signIn(options)
    return unlessAborted(pending, options.signal)
  }
  return {
    headers: async (options) => ({ authorization: `Bearer ${token ?? (await renewed(options))}` }),
    renew: async (options, rejected) => {
      // Another request may have renewed the token meanwhile.
      if (rejected['authorization'] === `Bearer ${token}`) await renewed(options)
      return true
    },
  }
}
