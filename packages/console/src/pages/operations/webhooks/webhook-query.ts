import { queryOptions } from '@tanstack/react-query'
import { muster } from '../../../app/client.ts'

export const webhookQuery = (id: string) =>
  queryOptions({
    queryKey: ['webhooks', id],
    queryFn: ({ signal }) => muster.webhooks.get(id, { signal }),
    // The SDK knows the version of the object that it returned, not of a copy.
    structuralSharing: false,
  })
