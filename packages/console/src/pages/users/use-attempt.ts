import { MusterError } from '@muster/sdk'
import { useRef } from 'react'

/** Whether the server has decided, so that another attempt is a new request. */
const isDecided = (error: unknown): boolean =>
  error instanceof MusterError && error.status < 500 && ![401, 408, 429].includes(error.status)

/**
 * The Idempotency-Key of a form: what was perhaps done already is not done again when the same input is sent again.
 */
export const useAttempt = () => {
  const attempt = useRef<{ readonly input: string; readonly key: string }>(undefined)
  return {
    keyOf(input: unknown): string {
      const text = JSON.stringify(input)
      if (attempt.current?.input !== text) attempt.current = { input: text, key: crypto.randomUUID() }
      return attempt.current.key
    },
    failed(error: unknown): void {
      if (isDecided(error)) attempt.current = undefined
    },
  }
}
