import type { Invitation } from '@muster/sdk'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { muster } from '../../app/client.ts'
import { useMay } from '../../app/me.ts'
import { queryClient } from '../../app/query-client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { type Column, DataTable } from '../../ui/data-table/data-table.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Time } from '../../ui/time.tsx'
import { announce } from '../../ui/toasts.tsx'
import { DomainField, useDomains } from './domain-choice.tsx'
import './users.css'

const changed = () => queryClient.invalidateQueries({ queryKey: ['users'] })

export const InvitationsPage = () => {
  const { users, common } = useMessages()
  const { domain } = useSearch({ from: '/shell/invitations' })
  const navigate = useNavigate({ from: '/invitations' })
  const may = useMay(domain)
  const domains = useDomains()
  const [withdrawn, setWithdrawn] = useState<Invitation>()
  const [sending, setSending] = useState<string>()
  const [error, setError] = useState<unknown>()
  /** An expired invitation is replaced by a new one. */
  const inviteAgain = async ({ id, user_id, email, domain_id, expired, mode }: Invitation) => {
    setSending(id)
    setError(undefined)
    try {
      if (expired) await muster.invitations.create({ email, domain_id, mode })
      else await muster.users.invite(user_id)
      announce(users.invited(email))
      await changed()
    } catch (thrown) {
      setError(thrown)
    } finally {
      setSending(undefined)
    }
  }
  const columns: readonly Column<Invitation>[] = [
    { id: 'email', header: users.email, width: 220, cell: ({ email }) => email },
    {
      id: 'state',
      header: users.state,
      width: 110,
      cell: ({ expired }) => (
        <Badge tone={expired ? 'bad' : 'warning'}>{expired ? users.expired : users.statuses.invited}</Badge>
      ),
    },
    { id: 'created', header: users.sent, width: 210, cell: (row) => <Time value={row.created_at} /> },
    { id: 'expires', header: users.expires, width: 210, cell: (row) => <Time value={row.expires_at} /> },
    {
      id: 'actions',
      header: common.actions,
      width: 230,
      cell: (row) => (
        <span className="row-actions">
          {may('muster:invite_user') ? (
            <Button
              aria-label={users.inviteAgainNamed(row.email)}
              isPending={sending === row.id}
              onPress={() => inviteAgain(row)}
            >
              {users.inviteAgain}
            </Button>
          ) : null}
          {may('muster:revoke_invitation') ? (
            <Button aria-label={users.withdrawNamed(row.email)} onPress={() => setWithdrawn(row)}>
              {users.withdraw}
            </Button>
          ) : null}
        </span>
      ),
    },
  ]
  return (
    <>
      <PageHeader title={users.invitations}>
        {may('muster:invite_user') ? (
          <Button
            look="primary"
            onPress={() =>
              void navigate({ to: '/users/invite', search: domain === undefined ? {} : { domain } })
            }
          >
            {users.invitePerson}
          </Button>
        ) : null}
      </PageHeader>
      <div className="toolbar">
        <DomainField
          domains={domains}
          value={domain}
          onChange={(id) => void navigate({ search: id === undefined ? {} : { domain: id } })}
          isOptional
        />
      </div>
      {error === undefined ? null : <ErrorNotice error={error} />}
      <DataTable
        label={users.invitations}
        columns={columns}
        list={{
          key: ['users', 'invitations', domain],
          page: (cursor, signal) =>
            muster.invitations
              .list({ limit: 100, ...(domain === undefined ? {} : { domain_id: domain }) }, { signal })
              .page(cursor),
        }}
        rowKey={({ id }) => id}
        empty={users.noInvitations}
      />
      <ConfirmDialog
        title={users.withdrawTitle}
        act={users.withdraw}
        isDanger
        isOpen={withdrawn !== undefined}
        onClose={() => setWithdrawn(undefined)}
        onConfirm={async () => {
          if (!withdrawn) return
          await muster.invitations.revoke(withdrawn.id)
          announce(users.withdrawn(withdrawn.email))
          await changed()
        }}
      >
        <p>{users.withdrawEffect}</p>
        <p>
          <bdi className="clipped">{withdrawn?.email}</bdi>
        </p>
      </ConfirmDialog>
    </>
  )
}
