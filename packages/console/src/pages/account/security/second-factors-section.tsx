import type { SecondFactor } from '@muster/sdk'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { muster } from '../../../app/client.ts'
import { useLanguage } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { Section } from '../section.tsx'
import { AddFactorDialog } from './add-factor-dialog.tsx'
import { RemoveFactorDialog } from './remove-factor-dialog.tsx'

export const SecondFactorsSection = () => {
  const { messages, language } = useLanguage()
  const { account, common } = messages
  const { factors } = account
  const [isAdding, setAdding] = useState(false)
  const [removed, setRemoved] = useState<SecondFactor>()
  const { data, error, refetch } = useQuery({
    queryKey: ['me', 'second-factors'],
    queryFn: ({ signal }) => muster.secondFactors.list({ signal }),
  })
  const nameOf = ({ created_at }: SecondFactor) =>
    factors.device(new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(new Date(created_at)))
  return (
    <Section title={factors.title}>
      {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null}
      {data === undefined ? null : (
        <>
          <p className="account-note">{data.required ? factors.required : factors.notRequired}</p>
          <ul className="account-plain-list">
            {data.second_factors.map((factor) => (
              <li key={factor.id}>
                <span>{nameOf(factor)}</span>
                <Button onPress={() => setRemoved(factor)}>{common.remove}</Button>
              </li>
            ))}
          </ul>
          <div>
            <Button onPress={() => setAdding(true)}>{factors.add}</Button>
          </div>
        </>
      )}
      <AddFactorDialog isOpen={isAdding} onClose={() => setAdding(false)} />
      <RemoveFactorDialog factor={removed} onClose={() => setRemoved(undefined)} />
    </Section>
  )
}
