import { queryOptions } from '@tanstack/react-query'
import { muster } from '../../../app/client.ts'

export const preferencesQuery = queryOptions({
  queryKey: ['me', 'notification-preferences'],
  queryFn: ({ signal }) => muster.notifications.preferences(undefined, { signal }),
})
