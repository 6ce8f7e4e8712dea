import type { User } from '@muster/sdk'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { muster } from '../../app/client.ts'
import { useMay } from '../../app/me.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Time } from '../../ui/time.tsx'
import { announce } from '../../ui/toasts.tsx'
import { useUserAct } from './user-query.ts'

/** Whether the user has a one-time password; an administrator removes it for a user who lost the device. */
export const SecondFactorsCard = ({ user }: { readonly user: User }) => {
  const { user: texts, common } = useMessages()
  const may = useMay(user.domain_id)
  const [isResetting, setResetting] = useState(false)
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['user', user.id, 'second-factors'],
    queryFn: ({ signal }) => muster.users.secondFactors(user.id, { signal }),
  })
  const reset = useUserAct(user.id, () => muster.users.resetSecondFactors(user.id))
  const name = user.display_name ?? user.username
  const hasAny = data !== undefined && (data.required || data.second_factors.length > 0)
  return (
    <section className="card" aria-label={texts.secondFactors}>
      <h2>{texts.secondFactors}</h2>
      {isPending ? <p aria-busy="true">{common.loading}</p> : null}
      {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null}
      {data === undefined ? null : (
        <>
          <p>
            {data.required ? (
              <Badge tone="good">{texts.factorRequired}</Badge>
            ) : (
              <Badge>{texts.factorNotRequired}</Badge>
            )}
          </p>
          {data.second_factors.length === 0 ? (
            <p>{data.required ? texts.factorMissing : texts.noFactors}</p>
          ) : (
            <ul>
              {data.second_factors.map((factor) => (
                <li key={factor.id}>
                  {texts.totp}, {texts.since} <Time value={factor.created_at} />
                </li>
              ))}
            </ul>
          )}
        </>
      )}
      {hasAny && may('muster:reset_user_second_factors') ? (
        <div>
          <Button onPress={() => setResetting(true)}>{texts.resetFactors}</Button>
        </div>
      ) : null}
      <ConfirmDialog
        title={texts.resetFactorsTitle(name)}
        act={texts.resetFactors}
        isDanger
        isOpen={isResetting}
        onClose={() => setResetting(false)}
        onConfirm={async () => {
          await reset.mutateAsync()
          announce(texts.factorsReset(name))
        }}
      >
        <p>{texts.resetFactorsWhat}</p>
        <p>{texts.resetFactorsCheck}</p>
      </ConfirmDialog>
    </section>
  )
}
