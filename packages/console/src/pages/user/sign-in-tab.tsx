import type { Session, User } from '@muster/sdk'
import { useState } from 'react'
import { muster } from '../../app/client.ts'
import { useMay, useMe } from '../../app/me.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Time } from '../../ui/time.tsx'
import { announce } from '../../ui/toasts.tsx'
import { PagedTable } from './paged-table.tsx'
import { SecondFactorsCard } from './second-factors-card.tsx'
import { useUserAct } from './user-query.ts'

const Sessions = ({ user }: { readonly user: User }) => {
  const { user: texts, common } = useMessages()
  const may = useMay(user.domain_id)
  const current = useMe().session?.id
  const [isClosing, setClosing] = useState(false)
  const close = useUserAct(user.id, async (session: Session) => {
    await muster.sessions.closeOfUser(user.id, session.id)
    announce(texts.sessionClosed)
  })
  const closeAll = useUserAct(user.id, () => muster.sessions.closeAllOfUser(user.id))
  const name = user.display_name ?? user.username
  return (
    <div className="card">
      <div className="user-card-header">
        <h2>{texts.sessions}</h2>
        {may('muster:close_user_session') ? (
          <Button onPress={() => setClosing(true)}>{texts.closeAll}</Button>
        ) : null}
      </div>
      {close.error ? <ErrorNotice error={close.error} /> : null}
      <PagedTable
        label={texts.sessions}
        queryKey={['user', user.id, 'sessions']}
        page={(cursor, signal) =>
          muster.sessions.listOfUser(user.id, { limit: 100 }, { signal }).page(cursor)
        }
        rowKey={(session: Session) => session.id}
        empty={texts.noSessions}
        columns={[
          {
            header: texts.device,
            cell: (session) => (
              <>
                {session.agent ?? '–'} {session.id === current ? <Badge>{texts.currentSession}</Badge> : null}
              </>
            ),
          },
          { header: texts.address, cell: ({ address }) => address },
          { header: texts.opened, cell: (session) => <Time value={session.created_at} /> },
          { header: texts.lastSeen, cell: (session) => <Time value={session.last_seen_at} /> },
          { header: texts.expires, cell: (session) => <Time value={session.expires_at} /> },
          {
            header: common.actions,
            cell: (session) =>
              may('muster:close_user_session') ? (
                <Button
                  look="quiet"
                  aria-label={texts.closeSession(session.agent ?? session.id)}
                  isPending={close.isPending && close.variables.id === session.id}
                  onPress={() => close.mutate(session)}
                >
                  {common.close}
                </Button>
              ) : null,
          },
        ]}
      />
      <ConfirmDialog
        title={texts.closeAllTitle}
        act={texts.closeAll}
        isDanger
        isOpen={isClosing}
        onClose={() => setClosing(false)}
        onConfirm={async () => {
          await closeAll.mutateAsync()
          announce(texts.sessionsClosed)
        }}
      >
        <p>{texts.closeAllWhat(name)}</p>
      </ConfirmDialog>
    </div>
  )
}

/** How the user signs in, and where the user is signed in. */
export const SignInTab = ({ user }: { readonly user: User }) => (
  <>
    <SecondFactorsCard user={user} />
    <Sessions user={user} />
  </>
)
