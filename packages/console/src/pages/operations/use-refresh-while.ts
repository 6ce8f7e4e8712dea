import type { Page } from '@muster/sdk'
import { type InfiniteData, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'

/** Milliseconds between two looks at the rows. */
const interval = 2000

/** Reads a list of a `DataTable` again from time to time while one of its rows is about to change by itself. */
export const useRefreshWhile = <Row>(key: readonly unknown[], isChanging: (row: Row) => boolean): void => {
  const client = useQueryClient()
  const latest = useRef({ key, isChanging })
  latest.current = { key, isChanging }
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'hidden') return
      const pages = client.getQueryData<InfiniteData<Page<Row, string>>>(latest.current.key)?.pages ?? []
      if (pages.some(({ items }) => items.some(latest.current.isChanging)))
        void client.invalidateQueries({ queryKey: latest.current.key })
    }, interval)
    return () => clearInterval(timer)
  }, [client])
}
