import type { User } from '@muster/sdk'
import type { Trust } from '@muster/sdk/openstack'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { identity } from '../../app/identity.ts'
import { useMay } from '../../app/me.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Time } from '../../ui/time.tsx'
import { announce } from '../../ui/toasts.tsx'
import { ObjectLink, useObjectName } from './object-name.tsx'
import { PagedTable } from './paged-table.tsx'
import { useUserAct } from './user-query.ts'

/** Trusts of one direction that are shown. */
const most = 200

/** Lists of trusts have no roles. */
const TrustRoles = ({ id }: { readonly id: string }) => {
  const { data } = useQuery({
    queryKey: ['trust', id],
    queryFn: ({ signal }) => identity.trusts.get(id, { signal }),
  })
  return <bdi>{data?.roles?.map(({ name }) => name).join(', ') ?? '–'}</bdi>
}

type TrustsProps = {
  readonly user: User
  readonly side: 'given' | 'received'
  readonly onDelete: (trust: Trust) => void
}

const Trusts = ({ user, side, onDelete }: TrustsProps) => {
  const { user: texts, common } = useMessages()
  const may = useMay(user.domain_id)
  const conditions = side === 'given' ? { trustorUserId: user.id } : { trusteeUserId: user.id }
  return (
    <div className="card">
      <h2>{texts.trusts[side]}</h2>
      <PagedTable
        label={texts.trusts[side]}
        queryKey={['user', user.id, 'trusts', side]}
        page={async (_cursor, signal) => ({
          items: await identity.trusts.list(conditions, { signal }).toArray({ limit: most }),
          next: undefined,
        })}
        rowKey={({ id }: Trust) => id}
        empty={texts.trusts.none}
        columns={[
          {
            header: side === 'given' ? texts.trusts.trustee : texts.trusts.trustor,
            cell: ({ trusteeUserId, trustorUserId }) => (
              <ObjectLink kind="user" id={side === 'given' ? trusteeUserId : trustorUserId} />
            ),
          },
          {
            header: texts.project,
            cell: ({ projectId }) => (projectId ? <ObjectLink kind="project" id={projectId} /> : null),
          },
          { header: texts.tabs.roles, cell: ({ id }) => <TrustRoles id={id} /> },
          {
            header: texts.trusts.impersonation,
            cell: ({ impersonation }) => (impersonation ? common.yes : common.no),
          },
          {
            header: texts.expires,
            cell: ({ expiresAt }) => (expiresAt ? <Time value={expiresAt.toISOString()} /> : common.never),
          },
          {
            header: common.actions,
            cell: (trust) =>
              may('identity:delete_trust') ? (
                <Button look="quiet" onPress={() => onDelete(trust)}>
                  {common.delete}
                </Button>
              ) : null,
          },
        ]}
      />
    </div>
  )
}

type DeleteTrustProps = { readonly user: User; readonly trust: Trust; readonly onClose: () => void }

const DeleteTrust = ({ user, trust, onClose }: DeleteTrustProps) => {
  const { user: texts, common } = useMessages()
  const trustor = useObjectName({ kind: 'user', id: trust.trustorUserId })
  const trustee = useObjectName({ kind: 'user', id: trust.trusteeUserId })
  const remove = useUserAct(user.id, () => identity.trusts.delete(trust.id))
  return (
    <ConfirmDialog
      title={texts.trusts.deleteTitle}
      act={common.delete}
      isDanger
      isOpen
      onClose={onClose}
      onConfirm={async () => {
        await remove.mutateAsync()
        announce(texts.trusts.deleted)
      }}
    >
      <p>{texts.trusts.deleteWhat(trustor, trustee)}</p>
    </ConfirmDialog>
  )
}

/** Roles that the user lets others use, and that others let the user use. */
export const TrustsTab = ({ user }: { readonly user: User }) => {
  const [deleting, setDeleting] = useState<Trust>()
  return (
    <>
      <Trusts user={user} side="given" onDelete={setDeleting} />
      <Trusts user={user} side="received" onDelete={setDeleting} />
      {deleting === undefined ? null : (
        <DeleteTrust user={user} trust={deleting} onClose={() => setDeleting(undefined)} />
      )}
    </>
  )
}
