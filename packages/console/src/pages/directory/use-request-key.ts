import { MusterError } from '@muster/sdk'
import { useRef } from 'react'

/**
 * The Idempotency-Key of a request that the user repeats: the same one while the outcome of the last attempt is unknown,
 * so that the server does it once, and a new one for other values or after a response.
 */
export const useRequestKey = () => {
  const last = useRef<{ readonly request: string; readonly key: string }>(undefined)
  return {
    keyOf: (values: object): string => {
      const request = JSON.stringify(values)
      if (last.current?.request !== request) last.current = { request, key: crypto.randomUUID() }
      return last.current.key
    },
    settle: (error: unknown): void => {
      if (error instanceof MusterError && error.status !== 503) last.current = undefined
    },
  }
}
