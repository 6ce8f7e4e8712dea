import './user.css'
import { useState } from 'react'
import {
  type ApplicationCredential,
  deleteApplicationCredential,
  listApplicationCredentials,
} from '../../app/application-credentials.ts'
import { useMay, useMe } from '../../app/me.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Time } from '../../ui/time.tsx'
import { announce } from '../../ui/toasts.tsx'
import { ObjectLink, ObjectName } from './object-name.tsx'
import { PagedTable } from './paged-table.tsx'
import { useUserAct } from './user-query.ts'

type ApplicationCredentialsProps = { readonly user: { readonly id: string; readonly domain_id: string } }

/** Whether the user itself may list them: the rules do not accept the scope of a domain. */
const ownScopes: ReadonlySet<string> = new Set(['system', 'project', 'none'])

/** The application credentials of a user, which the user and an administrator delete. */
export const ApplicationCredentials = ({ user }: ApplicationCredentialsProps) => {
  const { account, common, user: texts } = useMessages()
  const { credentials } = account
  const me = useMe()
  const may = useMay(user.domain_id)
  const [deleted, setDeleted] = useState<ApplicationCredential>()
  const remove = useUserAct(user.id, (id: string) => deleteApplicationCredential(user.id, id))
  const isSelf = me.user.id === user.id && ownScopes.has(me.authority.scope.type)
  if (!isSelf && !may('identity:list_application_credentials')) return null
  const Project = may('identity:get_project') ? ObjectLink : ObjectName
  return (
    <div className="card">
      <h2>{credentials.title}</h2>
      <PagedTable
        label={credentials.title}
        queryKey={['user', user.id, 'application-credentials']}
        page={(cursor, signal) => listApplicationCredentials(user.id, cursor, signal)}
        rowKey={({ id }: ApplicationCredential) => id}
        empty={credentials.none}
        columns={[
          {
            header: common.name,
            cell: ({ name, description }) => (
              <>
                <bdi>{name}</bdi> {description ? <bdi className="hint">{description}</bdi> : null}
              </>
            ),
          },
          { header: texts.project, cell: ({ project_id }) => <Project kind="project" id={project_id} /> },
          { header: texts.tabs.roles, cell: ({ roles }) => roles.map(({ name }) => name).join(', ') },
          {
            header: texts.expires,
            cell: ({ expires_at }) => (expires_at ? <Time value={`${expires_at}Z`} /> : common.never),
          },
          {
            header: credentials.restricted,
            cell: ({ unrestricted }) => (unrestricted ? common.no : common.yes),
          },
          {
            header: common.actions,
            cell: (credential) =>
              isSelf || may('identity:delete_application_credential') ? (
                <Button
                  look="quiet"
                  aria-label={`${common.delete}: ${credential.name}`}
                  onPress={() => setDeleted(credential)}
                >
                  {common.delete}
                </Button>
              ) : null,
          },
        ]}
      />
      <ConfirmDialog
        title={credentials.deleteTitle}
        act={common.delete}
        isDanger
        isOpen={deleted !== undefined}
        onClose={() => setDeleted(undefined)}
        onConfirm={async () => {
          if (deleted) await remove.mutateAsync(deleted.id)
          announce(credentials.deleted)
        }}
      >
        {account.keys.deleteText(deleted?.name ?? '')}
      </ConfirmDialog>
    </div>
  )
}
