import { Conflict, type DeletedUser } from '@muster/sdk'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { muster } from '../../app/client.ts'
import { useMay } from '../../app/me.ts'
import { queryClient } from '../../app/query-client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { DataTable } from '../../ui/data-table/data-table.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { announce } from '../../ui/toasts.tsx'
import { type BulkTarget, deletedUserActions, ruleOf } from './bulk/bulk-actions.ts'
import { BulkBar } from './bulk/bulk-bar.tsx'
import { useSelection } from './bulk/use-selection.ts'
import { deletedUserColumns } from './deleted-user-columns.tsx'
import { DomainField, useDomains, useOwnDomain } from './domain-choice.tsx'
import { filterOfUsername } from './filter/conditions.ts'
import { RestoreDialog } from './restore-dialog.tsx'
import './users.css'

const changed = () => queryClient.invalidateQueries({ queryKey: ['users'] })

export const DeletedUsersPage = () => {
  const messages = useMessages()
  const { users } = messages
  const { domain, username } = useSearch({ from: '/shell/deleted-users' })
  const navigate = useNavigate({ from: '/deleted-users' })
  const may = useMay(domain)
  const domains = useDomains()
  const ownDomain = useOwnDomain()
  const { isAll, setAll, chosen, know, clear, ofTable } = useSelection()
  const [purged, setPurged] = useState<DeletedUser>()
  const [conflict, setConflict] = useState<{ readonly user: DeletedUser; readonly error: unknown }>()
  const [pending, setPending] = useState<string>()
  const [error, setError] = useState<unknown>()
  const restored = async (user: DeletedUser) => {
    announce(users.restored(user.username), () => void muster.users.delete(user.id).then(changed))
    await changed()
  }
  const restore = async (user: DeletedUser) => {
    setPending(user.id)
    setError(undefined)
    try {
      await muster.deletedUsers.restore(user.id)
      await restored(user)
    } catch (thrown) {
      if (thrown instanceof Conflict) setConflict({ user, error: thrown })
      else setError(thrown)
    } finally {
      setPending(undefined)
    }
  }
  const columns = deletedUserColumns(messages, (user) => (
    <span className="row-actions">
      {may(ruleOf.restore) ? (
        <Button
          aria-label={users.restoreNamed(user.username)}
          isPending={pending === user.id}
          onPress={() => restore(user)}
        >
          {users.restore}
        </Button>
      ) : null}
      {may('muster:purge_user') ? (
        <Button aria-label={users.purgeNamed(user.username)} onPress={() => setPurged(user)}>
          {users.purge}
        </Button>
      ) : null}
    </span>
  ))
  const conditions = {
    ...(domain === undefined ? {} : { domain_id: domain }),
    ...(username === undefined ? {} : { username }),
  }
  const domainId = domain ?? (domains.length === 1 ? ownDomain : undefined)
  const target: BulkTarget =
    isAll && domainId !== undefined
      ? { kind: 'filter', filter: filterOfUsername(username), domainId, count: undefined }
      : { kind: 'users', users: chosen }
  return (
    <>
      <PageHeader title={users.deletedUsers} />
      <p className="hint">{users.deletedUsersHint}</p>
      <div className="toolbar">
        <SearchField
          label={users.exactUsername}
          value={username ?? ''}
          onChange={(text) => {
            setAll(false)
            void navigate({ search: (before) => ({ ...before, username: text || undefined }), replace: true })
          }}
        />
        <DomainField
          domains={domains}
          value={domain}
          onChange={(id) => {
            setAll(false)
            void navigate({ search: (before) => ({ ...before, domain: id }) })
          }}
          isOptional
        />
      </div>
      {error === undefined ? null : <ErrorNotice error={error} />}
      {chosen.length > 0 || isAll ? (
        <BulkBar
          target={target}
          actions={deletedUserActions}
          allLabel={users.selectMatching}
          hint={domainId === undefined ? users.chooseDomainForAll : undefined}
          onSelectAll={isAll || domainId === undefined ? undefined : () => setAll(true)}
          onClear={clear}
        />
      ) : null}
      <DataTable
        label={users.deletedUsers}
        columns={columns}
        list={{
          key: ['users', 'deleted', conditions],
          page: async (cursor, signal) => {
            const page = await muster.deletedUsers
              .list({ ...conditions, limit: 100 }, { signal })
              .page(cursor)
            know(page.items)
            return page
          },
        }}
        rowKey={({ id }) => id}
        empty={users.noDeletedUsers}
        {...(may('muster:manage_bulk_jobs') && may(ruleOf.restore) ? { selection: ofTable } : {})}
      />
      {conflict === undefined ? null : (
        <RestoreDialog
          user={conflict.user}
          error={conflict.error}
          onClose={() => setConflict(undefined)}
          onRestored={() => {
            setConflict(undefined)
            void restored(conflict.user)
          }}
        />
      )}
      <ConfirmDialog
        title={users.purgeTitle}
        act={users.purge}
        isDanger
        isOpen={purged !== undefined}
        onClose={() => setPurged(undefined)}
        onConfirm={async () => {
          if (!purged) return
          await muster.deletedUsers.purge(purged.id)
          announce(users.purged(purged.username))
          await changed()
        }}
      >
        <p>{users.purgeEffect}</p>
        <p>
          <bdi className="clipped">{purged?.display_name ?? purged?.username}</bdi>
        </p>
      </ConfirmDialog>
    </>
  )
}
