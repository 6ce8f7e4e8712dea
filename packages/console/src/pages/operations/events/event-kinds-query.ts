import { queryOptions } from '@tanstack/react-query'
import { muster } from '../../../app/client.ts'

/** The kinds of events that the server records, with what each means. */
export const eventKindsQuery = queryOptions({
  queryKey: ['events', 'kinds'],
  queryFn: ({ signal }) => muster.events.kinds({ signal }),
  staleTime: Number.POSITIVE_INFINITY,
})
