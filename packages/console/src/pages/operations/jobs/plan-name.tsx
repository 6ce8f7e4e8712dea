import type { BulkJob } from '@muster/sdk'
import { useQuery } from '@tanstack/react-query'
import { muster } from '../../../app/client.ts'
import { useMessages } from '../../../messages/use-messages.ts'

/** The plan that a job sets, by its id while the name is not known, or that it removes the plan. */
export const PlanName = ({ job: { plan_id: planId } }: { readonly job: Pick<BulkJob, 'plan_id'> }) => {
  const { user } = useMessages()
  const { data: plan } = useQuery({
    queryKey: ['plans', 'one', planId],
    queryFn: ({ signal }) => muster.plans.get(planId ?? '', { signal }),
    enabled: planId !== null,
  })
  if (planId === null) return user.removePlan
  return <bdi className={plan ? undefined : 'identifier'}>{plan?.display_name ?? plan?.name ?? planId}</bdi>
}
