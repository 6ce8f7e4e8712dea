import { useState } from 'react'
import { useMessages } from '../../../messages/use-messages.ts'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { type Lookup, LookupField } from '../../../ui/lookup-field.tsx'
import { usePlans } from '../plans.ts'
import type { BulkObject } from './bulk-actions.ts'

/** A plan, or none with the id null. */
type Choice = { readonly id: string | null; readonly text: string }

const lookupOf = (domainId: string, choices: readonly Choice[]): Lookup<Choice> => ({
  key: ['plans', 'in-memory', domainId, choices.map(({ id }) => id)],
  find: async (text) =>
    choices.filter((choice) => choice.text.toLocaleLowerCase().includes(text.toLocaleLowerCase())),
  keyOf: ({ id }) => id ?? 'none',
  textOf: ({ text }) => text,
})

type PlanChoiceProps = {
  readonly domainId: string
  readonly onChange: (object: BulkObject | undefined) => void
}

/** A plan of the domain, or none. */
export const PlanChoice = ({ domainId, onChange }: PlanChoiceProps) => {
  const { user: texts } = useMessages()
  const [chosen, setChosen] = useState<Choice>()
  const plans = usePlans(domainId)
  const choices = [
    ...(plans.data ?? []).map(({ id, name, display_name }) => ({ id, text: display_name ?? name })),
    { id: null, text: texts.removePlan },
  ]
  return (
    <div className="form">
      {plans.error ? <ErrorNotice error={plans.error} onRetry={() => void plans.refetch()} /> : null}
      <LookupField
        label={texts.plan}
        lookup={lookupOf(domainId, choices)}
        value={chosen}
        onChange={(choice) => {
          setChosen(choice)
          onChange(choice && { plan_id: choice.id })
        }}
      />
    </div>
  )
}
