import type { Plan, User } from '@muster/sdk'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { muster } from '../../app/client.ts'
import { useMay } from '../../app/me.ts'
import { useLanguage } from '../../messages/use-messages.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { DescriptionList } from '../../ui/description-list.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Time } from '../../ui/time.tsx'
import { announce } from '../../ui/toasts.tsx'
import { SetPlanForm } from './set-plan-form.tsx'
import { useUserAct } from './user-query.ts'

const quotas = [
  'storage',
  'concurrent_tasks',
  'daily_api_calls',
  'monthly_api_calls',
  'daily_traffic',
  'monthly_traffic',
  'daily_process',
  'monthly_process',
] as const

const Quotas = ({ plan }: { readonly plan: Plan }) => {
  const { language, messages } = useLanguage()
  const format = new Intl.NumberFormat(language)
  return (
    <DescriptionList items={quotas.map((name) => [messages.user.quotas[name], format.format(plan[name])])} />
  )
}

const CurrentPlan = ({ user, planId }: { readonly user: User; readonly planId: string }) => {
  const { messages } = useLanguage()
  const { user: texts, common } = messages
  const may = useMay(user.domain_id)
  const [isRemoving, setRemoving] = useState(false)
  const {
    data: plan,
    error,
    refetch,
  } = useQuery({
    queryKey: ['user', user.id, 'plan', planId],
    queryFn: ({ signal }) => muster.plans.get(planId, { signal }),
  })
  const renew = useUserAct(user.id, async () => {
    await muster.users.renewPlan(user.id)
    announce(texts.planRenewed)
  })
  const remove = useUserAct(user.id, () => muster.users.setPlan(user.id, { plan_id: null }))
  const expires = user.plan?.expires_at ?? null
  const giveBack = useUserAct(user.id, () =>
    muster.users.setPlan(user.id, { plan_id: planId, expires_at: expires }),
  )
  const name = plan?.display_name ?? plan?.name ?? planId
  return (
    <section className="card" aria-label={texts.currentPlan}>
      <h2>
        <bdi>{name}</bdi> {user.plan?.expired ? <Badge tone="bad">{texts.planExpired}</Badge> : null}
      </h2>
      <p>
        {texts.expires}: {expires === null ? common.never : <Time value={expires} />}
      </p>
      {plan ? <Quotas plan={plan} /> : null}
      {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null}
      {renew.error ? <ErrorNotice error={renew.error} /> : null}
      <div className="toolbar">
        {may('muster:renew_plan') && expires !== null ? (
          <Button isPending={renew.isPending} onPress={() => renew.mutate()}>
            {texts.renewPlan}
          </Button>
        ) : null}
        {may('muster:attach_plan') ? (
          <Button onPress={() => setRemoving(true)}>{texts.removePlan}</Button>
        ) : null}
      </div>
      <ConfirmDialog
        title={texts.removePlan}
        act={common.remove}
        isDanger
        isOpen={isRemoving}
        onClose={() => setRemoving(false)}
        onConfirm={async () => {
          await remove.mutateAsync()
          announce(texts.planRemoved, () => giveBack.mutate())
        }}
      >
        <p>{texts.removePlanWhat(user.display_name ?? user.username, name)}</p>
      </ConfirmDialog>
    </section>
  )
}

export const PlanTab = ({ user }: { readonly user: User }) => {
  const { messages } = useLanguage()
  const may = useMay(user.domain_id)
  return (
    <>
      {user.plan === null ? <p>{messages.user.noPlan}</p> : <CurrentPlan user={user} planId={user.plan.id} />}
      {may('muster:attach_plan') && may('muster:list_plans') ? <SetPlanForm user={user} /> : null}
    </>
  )
}
