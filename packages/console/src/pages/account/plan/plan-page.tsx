import '../account.css'
import { useQuery } from '@tanstack/react-query'
import { muster } from '../../../app/client.ts'
import { useMe } from '../../../app/me.ts'
import { useLanguage } from '../../../messages/use-messages.ts'
import { Badge } from '../../../ui/badge.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { Time } from '../../../ui/time.tsx'
import { LongText } from '../long-text.tsx'
import { Section } from '../section.tsx'

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

export const PlanPage = () => {
  const { account } = useLanguage().messages
  const { plan } = useMe().user
  return (
    <>
      <PageHeader title={account.pages.plan} />
      {plan === null ? <p className="account-note">{account.plan.none}</p> : <OwnPlan {...plan} />}
    </>
  )
}

type OwnPlanProps = { readonly id: string; readonly expires_at: string | null; readonly expired: boolean }

const OwnPlan = ({ id, expires_at, expired }: OwnPlanProps) => {
  const { messages, language } = useLanguage()
  const { common } = messages
  const { plan: texts } = messages.account
  const { data, error, refetch } = useQuery({
    queryKey: ['me', 'plan', id],
    queryFn: ({ signal }) => muster.plans.get(id, { signal }),
  })
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <p role="status">{common.loading}</p>
  const numbers = new Intl.NumberFormat(language)
  return (
    <>
      <Section title={texts.name}>
        <DescriptionList
          items={[
            [common.name, data.display_name ?? data.name],
            [
              texts.until,
              <>
                {expires_at === null ? texts.unlimited : <Time value={expires_at} />}{' '}
                {expired ? <Badge tone="bad">{texts.expired}</Badge> : null}
              </>,
            ],
          ]}
        />
        {data.description === null ? null : <LongText label={texts.name}>{data.description}</LongText>}
      </Section>
      <Section title={texts.quotas}>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{texts.quota}</th>
              <th scope="col" className="amount">
                {texts.amount}
              </th>
            </tr>
          </thead>
          <tbody>
            {quotas.map((name) => (
              <tr key={name}>
                <th scope="row">{texts.names[name]}</th>
                <td className="amount">{numbers.format(data[name])}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className="hint account-note">{texts.note}</p>
      </Section>
    </>
  )
}
