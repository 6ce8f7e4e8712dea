import { useRouter } from '@tanstack/react-router'
import { useCallback, useEffect, useState } from 'react'
import { muster } from '../app/client.ts'
import { queryClient } from '../app/query-client.ts'
import { onSessionNews } from '../app/session-news.ts'

/** Whether the session has ended or is that of another user. The page stays as it is, with what was typed. */
export const useSessionNews = () => {
  const router = useRouter()
  const [news, setNews] = useState<'ended' | 'replaced'>()
  useEffect(() => {
    /** Its response is the news. */
    const check = () => void muster.me.get({ retries: 0 }).catch(() => undefined)
    const checkVisible = () => {
      if (document.visibilityState === 'visible') check()
    }
    const end = onSessionNews((next) => (next === 'rejected' ? check() : setNews(next)))
    addEventListener('focus', check)
    document.addEventListener('visibilitychange', checkVisible)
    return () => {
      end()
      removeEventListener('focus', check)
      document.removeEventListener('visibilitychange', checkVisible)
    }
  }, [])
  /** Reads again what could not be read. Acts are not repeated. */
  const onSignedIn = useCallback(async () => {
    setNews(undefined)
    await queryClient.invalidateQueries()
    await router.invalidate()
  }, [router])
  return { news, onSignedIn, onCancel: () => setNews(undefined) }
}
