import type { User } from '@muster/sdk'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { muster } from '../../app/client.ts'
import { useMay } from '../../app/me.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { announce } from '../../ui/toasts.tsx'
import { AddProjectForm } from './add-project-form.tsx'
import { ObjectLink, ObjectName, useObjectName } from './object-name.tsx'
import { byPlace, storedQuery } from './role-data.ts'
import { useUserAct } from './user-query.ts'

type LeaveDialogProps = { readonly user: User; readonly projectId: string; readonly onClose: () => void }

const LeaveDialog = ({ user, projectId, onClose }: LeaveDialogProps) => {
  const { user: texts, common } = useMessages()
  const project = useObjectName({ kind: 'project', id: projectId })
  const leave = useUserAct(user.id, () => muster.projects.removeMember(projectId, user.id))
  return (
    <ConfirmDialog
      title={texts.leaveTitle(project)}
      act={common.remove}
      isDanger
      isOpen
      onClose={onClose}
      onConfirm={async () => {
        await leave.mutateAsync()
        announce(texts.left(project))
      }}
    >
      <p>{texts.leaveWhat(user.display_name ?? user.username, project)}</p>
    </ConfirmDialog>
  )
}

/** The projects that the user is a member of, by an assigned role of its own. */
export const ProjectsTab = ({ user }: { readonly user: User }) => {
  const { user: texts, common } = useMessages()
  const may = useMay(user.domain_id)
  const [leaving, setLeaving] = useState<string>()
  const { data, error, isPending, refetch } = useQuery(storedQuery(user.id))
  const direct = (data?.items ?? []).filter(({ scope, inherited }) => scope.type === 'project' && !inherited)
  const places = byPlace(direct)
  return (
    <>
      <p>{texts.projectsWhat}</p>
      {may('muster:set_member') ? <AddProjectForm user={user} /> : null}
      {isPending ? <p aria-busy="true">{common.loading}</p> : null}
      {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null}
      {data && places.length === 0 ? <p>{texts.noProjects}</p> : null}
      {data?.next === undefined ? null : <p className="notice">{texts.moreRoles}</p>}
      {places.length === 0 ? null : (
        <ul className="user-list card" aria-label={texts.tabs.projects}>
          {places.map(({ place: { id }, roles }) =>
            id === null ? null : (
              <li key={id}>
                <span>
                  <ObjectLink kind="project" id={id} />{' '}
                  <span className="hint">
                    {roles.map(({ roleId }, index) => (
                      <span key={roleId}>
                        {index === 0 ? '' : ', '}
                        <ObjectName kind="role" id={roleId} />
                      </span>
                    ))}
                  </span>
                </span>
                {may('identity:revoke_grant') ? (
                  <Button look="quiet" onPress={() => setLeaving(id)}>
                    {common.remove}{' '}
                    <span className="visually-hidden">
                      <ObjectName kind="project" id={id} />
                    </span>
                  </Button>
                ) : null}
              </li>
            ),
          )}
        </ul>
      )}
      {leaving === undefined ? null : (
        <LeaveDialog user={user} projectId={leaving} onClose={() => setLeaving(undefined)} />
      )}
    </>
  )
}
