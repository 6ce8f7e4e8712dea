import { useQuery } from '@tanstack/react-query'
import { muster } from '../../app/client.ts'

/** Plans offered. */
const offered = 1000

/** The plans of a domain. */
export const usePlans = (domainId: string) =>
  useQuery({
    queryKey: ['plans', 'options', domainId],
    queryFn: ({ signal }) =>
      muster.plans.list({ domain_id: domainId, limit: 200 }, { signal }).toArray({ limit: offered }),
  })
