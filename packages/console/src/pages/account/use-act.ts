import { useRef, useState } from 'react'

/** One act at a time, with its error. */
export const useAct = () => {
  const [error, setError] = useState<unknown>()
  const [isPending, setPending] = useState(false)
  const busy = useRef(false)
  /** Returns whether the act was done. */
  const run = async (work: () => Promise<unknown>): Promise<boolean> => {
    if (busy.current) return false
    busy.current = true
    setPending(true)
    setError(undefined)
    try {
      await work()
      return true
    } catch (thrown) {
      setError(thrown)
      return false
    } finally {
      busy.current = false
      setPending(false)
    }
  }
  return { error, isPending, run, clear: () => setError(undefined) }
}
