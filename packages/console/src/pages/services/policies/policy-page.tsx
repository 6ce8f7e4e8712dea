import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { announce } from '../../../ui/toasts.tsx'
import '../services.css'
import { identity } from '../../../app/identity.ts'
import { MissingObject } from '../missing-object.tsx'
import { refresh } from '../queries.ts'
import { AssociationsCard } from './associations-card.tsx'
import { PolicyForm } from './policy-form.tsx'

export const PolicyPage = () => {
  const { services, common } = useMessages()
  const { policyId } = useParams({ from: '/shell/policies/$policyId' })
  const may = useMay()
  const navigate = useNavigate()
  const [open, setOpen] = useState<'edit' | 'delete'>()
  const {
    data: policy,
    error,
    refetch,
  } = useQuery({
    queryKey: ['policies', policyId],
    queryFn: ({ signal }) => identity.policies.get(policyId, { signal }),
  })
  const trail = <Link to="/policies">{services.policies}</Link>
  if (!policy)
    return <MissingObject title={policyId} trail={trail} error={error} onRetry={() => void refetch()} />
  const close = () => setOpen(undefined)
  const remove = async () => {
    await identity.policies.delete(policy)
    await navigate({ to: '/policies' })
    announce(services.deleted(services.policy))
    await refresh('policies')
  }
  return (
    <>
      <PageHeader title={policy.id} trail={trail}>
        {may('identity:update_policy') ? (
          <Button onPress={() => setOpen('edit')}>{common.edit}</Button>
        ) : null}
        {may('identity:delete_policy') ? (
          <Button look="danger" onPress={() => setOpen('delete')}>
            {common.delete}
          </Button>
        ) : null}
      </PageHeader>
      <section className="card" aria-labelledby="blob">
        <h2 id="blob">
          {services.blob} (<bdi>{policy.type}</bdi>)
        </h2>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long text scrolls by keyboard */}
        <pre className="code" tabIndex={0} dir="ltr">
          {policy.blob}
        </pre>
      </section>
      <AssociationsCard policy={policy} />
      {open === 'edit' ? <PolicyForm policy={policy} onClose={close} /> : null}
      <ConfirmDialog
        title={services.deleteOf(services.policy)}
        act={common.delete}
        isDanger
        isOpen={open === 'delete'}
        onClose={close}
        onConfirm={remove}
      >
        {services.deletePolicyText(policy.id)}
      </ConfirmDialog>
    </>
  )
}
