import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { muster } from '../../../app/client.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { runBulkJobs } from '../../operations/jobs/bulk-runs.ts'
import {
  type BulkAction,
  type BulkObject,
  type BulkTarget,
  countOf,
  jobsOf,
  objectOf,
} from './bulk-actions.ts'
import { GroupChoice } from './group-choice.tsx'
import { PlanChoice } from './plan-choice.tsx'
import { RoleChoice } from './role-choice.tsx'
import { storeDeletion } from './undo-delete.ts'

type BulkDialogProps = {
  readonly action: BulkAction
  readonly target: BulkTarget
  readonly onClose: () => void
  /** Called when the jobs exist. */
  readonly onStarted: () => void
}

/** Users that the dialog names. */
const named = 5

/** Says which users are affected and how, creates the jobs, and shows their progress. */
export const BulkDialog = ({ action, target, onClose, onStarted }: BulkDialogProps) => {
  const { users } = useMessages()
  const navigate = useNavigate()
  const [object, setObject] = useState<BulkObject>()
  // When a later job cannot be created, those before it are not created again.
  const created = useRef(new Map<string, string>())
  const kind = objectOf(action)
  const domains =
    target.kind === 'users' ? new Set(target.users.map((user) => user.domain_id)) : new Set([target.domainId])
  const [domainId = ''] = domains
  const count = countOf(target)
  const start = async () => {
    const ids: string[] = []
    for (const job of jobsOf(action, target, object ?? {})) {
      const text = JSON.stringify(job)
      const id = created.current.get(text) ?? (await muster.bulkJobs.create(job)).id
      created.current.set(text, id)
      storeDeletion(id, job)
      ids.push(id)
    }
    void runBulkJobs(ids)
    onStarted()
    const [bulkJobId] = ids
    if (ids.length === 1 && bulkJobId !== undefined)
      await navigate({ to: '/bulk-jobs/$bulkJobId', params: { bulkJobId } })
    else await navigate({ to: '/jobs', search: { tab: 'bulk' } })
  }
  return (
    <ConfirmDialog
      title={count === undefined ? users.actions[action] : users.bulkTitle[action](count)}
      act={users.actions[action]}
      isDanger={action === 'delete' || action === 'disable'}
      isOpen
      onClose={onClose}
      onConfirm={start}
      isDisabled={kind !== undefined && object === undefined}
    >
      <p>{users.bulkEffect[action]}</p>
      {target.kind === 'users' ? (
        <ul className="named-users">
          {target.users.slice(0, named).map((user) => (
            <li key={user.id}>
              <bdi className="clipped">{user.username}</bdi>
              {user.display_name === null ? null : (
                <bdi className="clipped hint">{user.display_name.slice(0, 100)}</bdi>
              )}
            </li>
          ))}
          {target.users.length > named ? <li>{users.andMore(target.users.length - named)}</li> : null}
        </ul>
      ) : (
        <p>{users.bulkByFilter}</p>
      )}
      {kind === 'role' && domains.size === 1 ? <RoleChoice domainId={domainId} onChange={setObject} /> : null}
      {kind === 'group' && domains.size === 1 ? (
        <GroupChoice domainId={domainId} onChange={setObject} />
      ) : null}
      {kind === 'plan' && domains.size === 1 ? <PlanChoice domainId={domainId} onChange={setObject} /> : null}
      {kind !== undefined && domains.size > 1 ? <p className="notice">{users.oneDomainForRoles}</p> : null}
    </ConfirmDialog>
  )
}
