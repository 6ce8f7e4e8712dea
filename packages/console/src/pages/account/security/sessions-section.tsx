import type { Session } from '@muster/sdk'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { muster } from '../../../app/client.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Button } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { Time } from '../../../ui/time.tsx'
import { announce } from '../../../ui/toasts.tsx'
import { ListState } from '../list-state.tsx'
import { Section } from '../section.tsx'
import { useAct } from '../use-act.ts'
import { usePages } from '../use-pages.ts'
import { deviceOf } from './device-name.ts'

const key = ['me', 'sessions']

export const SessionsSection = () => {
  const { account, common } = useMessages()
  const { sessions } = account
  const client = useQueryClient()
  const [isClosingOthers, setClosingOthers] = useState(false)
  const { error, isPending, run } = useAct()
  const list = usePages(key, (cursor, signal) => muster.sessions.list({ limit: 20 }, { signal }).page(cursor))
  const close = async ({ id }: Session) => {
    if (!(await run(() => muster.sessions.close(id)))) return
    announce(sessions.closed)
    await client.invalidateQueries({ queryKey: key })
  }
  const closeOthers = async () => {
    await muster.sessions.closeAll({ keep_current: true })
    announce(sessions.closedOthers)
    await client.invalidateQueries({ queryKey: key })
  }
  const nameOf = ({ agent }: Session) => {
    const device = deviceOf(agent ?? '')
    return device ? sessions.device(...device) : (agent ?? sessions.unknown)
  }
  // A sentence of ours has the direction of the page, a program's own words have theirs.
  const isKnown = ({ agent }: Session) => agent === null || deviceOf(agent) !== undefined
  return (
    <Section title={sessions.title}>
      {error === undefined ? null : <ErrorNotice error={error} />}
      <ul className="account-plain-list">
        {list.rows.map((session) => (
          <li key={session.id}>
            <div className="account-session">
              <p className="account-session-name">
                <span title={session.agent ?? undefined}>
                  {isKnown(session) ? nameOf(session) : <bdi>{nameOf(session)}</bdi>}
                </span>{' '}
                {session.current ? <Badge tone="good">{sessions.current}</Badge> : null}
              </p>
              <p className="hint account-note">
                {sessions.address} <bdi>{session.address ?? '–'}</bdi> · {sessions.opened}{' '}
                <Time value={session.created_at} /> · {sessions.used} <Time value={session.last_seen_at} /> ·{' '}
                {sessions.ends} <Time value={session.expires_at} />
              </p>
            </div>
            {session.current ? null : (
              <Button
                aria-label={sessions.closeNamed(nameOf(session))}
                isPending={isPending}
                onPress={() => void close(session)}
              >
                {sessions.close}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <ListState list={list} empty={common.none} />
      {list.rows.length > 1 ? (
        <div>
          <Button onPress={() => setClosingOthers(true)}>{sessions.closeOthers}</Button>
        </div>
      ) : null}
      <ConfirmDialog
        title={sessions.closeOthers}
        act={sessions.closeOthers}
        isOpen={isClosingOthers}
        onClose={() => setClosingOthers(false)}
        onConfirm={closeOthers}
      >
        {sessions.closeOthersText}
      </ConfirmDialog>
    </Section>
  )
}
