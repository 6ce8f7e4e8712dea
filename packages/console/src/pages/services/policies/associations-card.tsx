import type { Policy } from '@muster/sdk/openstack'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { identity } from '../../../app/identity.ts'
import { useMay } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { EndpointTable } from '../endpoint-table.tsx'
import { most } from '../queries.ts'
import { AssociationForm } from './association-form.tsx'

/** The endpoints that a policy applies to. */
export const AssociationsCard = ({ policy }: { readonly policy: Policy }) => {
  const { services } = useMessages()
  const may = useMay()
  const [act, setAct] = useState<'associate' | 'dissociate'>()
  const { data, error, refetch } = useQuery({
    queryKey: ['policies', policy.id, 'endpoints'],
    queryFn: ({ signal }) => identity.policies.listEndpoints(policy, {}, { signal }).toArray(most),
  })
  return (
    <section className="card" aria-labelledby="associations">
      <div className="card-head">
        <h2 id="associations">{services.associations}</h2>
        <div className="row-actions">
          {may('identity:create_policy_association_for_endpoint') ? (
            <Button look="primary" onPress={() => setAct('associate')}>
              {services.associate}
            </Button>
          ) : null}
          {may('identity:delete_policy_association_for_endpoint') ? (
            <Button onPress={() => setAct('dissociate')}>{services.dissociate}</Button>
          ) : null}
        </div>
      </div>
      {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null}
      {data ? <EndpointTable label={services.associations} endpoints={data} hasServices /> : null}
      {act === undefined ? null : (
        <AssociationForm policy={policy} act={act} onClose={() => setAct(undefined)} />
      )}
    </section>
  )
}
