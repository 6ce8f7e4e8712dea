import { ConnectionError, TimeoutError, Unavailable } from '@muster/sdk'
import { useRef, useState } from 'react'

const isOutcomeUnknown = (error: unknown): boolean =>
  error instanceof Unavailable || error instanceof TimeoutError || error instanceof ConnectionError

/**
 * One act at a time, with its error. The same input sent again after an unknown outcome has the same idempotency key, so
 * that nothing is done twice.
 */
export const useAct = () => {
  const [error, setError] = useState<unknown>()
  const [isPending, setPending] = useState(false)
  const busy = useRef(false)
  const unknown = useRef<{ readonly input: string; readonly key: string }>(undefined)
  /** Returns whether the act was done. */
  const run = async (
    input: unknown,
    work: (idempotencyKey: string) => Promise<unknown>,
  ): Promise<boolean> => {
    if (busy.current) return false
    const sent = JSON.stringify(input)
    const key = unknown.current?.input === sent ? unknown.current.key : crypto.randomUUID()
    busy.current = true
    setPending(true)
    setError(undefined)
    try {
      await work(key)
      unknown.current = undefined
      return true
    } catch (thrown) {
      unknown.current = isOutcomeUnknown(thrown) ? { input: sent, key } : undefined
      setError(thrown)
      return false
    } finally {
      busy.current = false
      setPending(false)
    }
  }
  return { error, isPending, run, clear: () => setError(undefined) }
}
