import { useRouter } from '@tanstack/react-router'
import { useCallback, useEffect, useState } from 'react'
import { queryClient } from '../app/query-client.ts'
import { onSessionEnd } from '../app/session-end.ts'

/** Whether a request found that the session has ended. The page stays as it is, with what was typed. */
export const useSessionEnd = () => {
  const router = useRouter()
  const [hasEnded, setEnded] = useState(false)
  useEffect(() => onSessionEnd(() => setEnded(true)), [])
  /** Reads again what could not be read. Acts are not repeated. */
  const onSignedIn = useCallback(async () => {
    setEnded(false)
    await queryClient.invalidateQueries()
    await router.invalidate()
  }, [router])
  return { hasEnded, onSignedIn }
}
