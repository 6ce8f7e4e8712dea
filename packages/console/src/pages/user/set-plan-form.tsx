import type { GivenPlan, User } from '@muster/sdk'
import { useState } from 'react'
import { muster } from '../../app/client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { fieldErrorOf } from '../../ui/describe-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Form } from '../../ui/form.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { announce } from '../../ui/toasts.tsx'
import { usePlans } from '../users/plans.ts'
import { DateField } from './date-field.tsx'
import { useUserAct } from './user-query.ts'

/** How long a plan lasts: by its own number of days, until a time, or without an end. */
type Until = 'plan' | 'time' | 'never'

export const SetPlanForm = ({ user }: { readonly user: User }) => {
  const { user: texts, common } = useMessages()
  const [planId, setPlanId] = useState<string | null>(user.plan?.id ?? null)
  const [until, setUntil] = useState<Until>('plan')
  const [time, setTime] = useState('')
  const plans = usePlans(user.domain_id)
  const set = useUserAct(user.id, async (plan: GivenPlan) => {
    await muster.users.setPlan(user.id, plan)
    announce(common.saved)
  })
  const isComplete = planId !== null && (until !== 'time' || time !== '')
  const submit = () => {
    if (!isComplete) return
    const end = {
      plan: {},
      time: { expires_at: time && new Date(time).toISOString() },
      never: { expires_at: null },
    }
    set.mutate({ plan_id: planId, ...end[until] })
  }
  if (plans.error) return <ErrorNotice error={plans.error} onRetry={() => void plans.refetch()} />
  return (
    <Form className="card form" isPending={set.isPending} onSubmit={submit} aria-label={texts.setPlan}>
      <h2>{texts.setPlan}</h2>
      {plans.data?.length === 0 ? <p>{texts.noPlans}</p> : null}
      <SelectField
        label={texts.plan}
        value={planId}
        onChange={setPlanId}
        options={(plans.data ?? []).map((plan) => ({
          value: plan.id,
          label: plan.display_name ?? plan.name,
        }))}
      />
      <SelectField
        label={texts.expires}
        value={until}
        onChange={setUntil}
        options={[
          { value: 'plan', label: texts.untilPlan },
          { value: 'time', label: texts.untilTime },
          { value: 'never', label: common.never },
        ]}
      />
      {until === 'time' ? (
        <DateField
          label={texts.untilTime}
          value={time}
          onChange={setTime}
          error={fieldErrorOf(set.error, 'expires_at')}
        />
      ) : null}
      {set.error ? <ErrorNotice error={set.error} /> : null}
      <div>
        <Button type="submit" look="primary" isPending={set.isPending} isDisabled={!isComplete}>
          {texts.setPlan}
        </Button>
      </div>
    </Form>
  )
}
