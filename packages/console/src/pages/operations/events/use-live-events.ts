import type { Event as MusterEvent, Page } from '@muster/sdk'
import { type InfiniteData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { muster } from '../../../app/client.ts'
import type { EventConditions } from './events-search.ts'

type Pages = InfiniteData<Page<MusterEvent, string>>

export type LiveEvents = {
  /** Events that arrived while the reader was busy with a row. */
  readonly waiting: number
  readonly show: () => void
  /** Events that the last request added, for an announcement. */
  readonly arrived: number
  readonly error: unknown
}

type LiveOptions = {
  /** The key of the list, which new events are added to. */
  readonly listKey: readonly unknown[]
  readonly conditions: EventConditions
  readonly isOn: boolean
  /** Whether new rows would move what the reader is looking at. */
  readonly isReading: () => boolean
}

/** Milliseconds between two requests. */
const interval = 2000
/** Concurrent commits appear late: each request repeats the last seconds. */
const overlap = 5000
const pageSize = 200
/** Rows that following may add before the list starts again with its first page. */
const mostRows = 1000

const newestFirst = (a: MusterEvent, b: MusterEvent) =>
  Date.parse(b.occurred_at) - Date.parse(a.occurred_at) || b.sequence - a.sequence

const sinceOf = (newest: MusterEvent | undefined, since: string | undefined): string | undefined => {
  if (newest === undefined) return since
  const from = Date.parse(newest.occurred_at) - overlap
  return new Date(since === undefined ? from : Math.max(from, Date.parse(since))).toISOString()
}

/** Adds events that happen from now on to the list, newest first. */
export const useLiveEvents = ({ listKey, conditions, isOn, isReading }: LiveOptions): LiveEvents => {
  const client = useQueryClient()
  const [waiting, setWaiting] = useState<readonly MusterEvent[]>([])
  const [arrived, setArrived] = useState(0)
  const { data, dataUpdatedAt, error } = useQuery({
    queryKey: ['events', 'new', conditions],
    enabled: isOn,
    refetchInterval: interval,
    gcTime: 0,
    queryFn: async ({ signal }) => {
      const newest = client.getQueryData<Pages>(listKey)?.pages[0]?.items[0]
      const query = { ...conditions, since: sinceOf(newest, conditions.since), limit: pageSize }
      return muster.events.list(query, { signal }).page()
    },
  })
  const add = (events: readonly MusterEvent[]) => {
    setWaiting([])
    const first = client.getQueryData<Pages>(listKey)?.pages[0]
    if (!first) return
    if (first.items.length + events.length > mostRows) return void client.resetQueries({ queryKey: listKey })
    client.setQueryData<Pages>(listKey, (before) => {
      if (!before) return before
      const items = [...events, ...first.items].sort(newestFirst)
      return { ...before, pages: [{ ...first, items }, ...before.pages.slice(1)] }
    })
  }
  // Runs once for each response; what it reads besides is current.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a response is handled once
  useEffect(() => {
    const list = client.getQueryData<Pages>(listKey)
    if (!isOn || !data || !list) return
    const known = new Set([...list.pages.flatMap(({ items }) => items), ...waiting].map((e) => e.sequence))
    const fresh = data.items.filter(({ sequence }) => !known.has(sequence))
    setArrived(fresh.length)
    if (fresh.length === 0) return
    const isComplete = data.next === undefined || fresh.length < data.items.length
    if (isReading()) setWaiting([...fresh, ...waiting].slice(0, mostRows))
    else if (isComplete) add([...fresh, ...waiting])
    else void client.resetQueries({ queryKey: listKey })
  }, [dataUpdatedAt])
  return { waiting: waiting.length, show: () => add(waiting), arrived, error: isOn ? error : null }
}
