import type { Group, RoleAssignment } from '@muster/sdk'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { muster } from '../../app/client.ts'
import { useMay } from '../../app/me.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { type Column, DataTable } from '../../ui/data-table/data-table.tsx'
import { announce } from '../../ui/toasts.tsx'
import { ActDialog } from './act-dialog.tsx'
import { GrantDialog } from './grant-dialog.tsx'
import { rolesQuery, useRefresh } from './queries.ts'
import { PlaceName, scopeText } from './scope-name.tsx'
import { useUndo } from './use-undo.ts'

/** What the members of a group get from it, and where. */
export const GroupRoles = ({ group }: { readonly group: Group }) => {
  const { common, directory } = useMessages()
  const may = useMay(group.domain_id)
  const refresh = useRefresh()
  const undo = useUndo()
  const { data: roles = [] } = useQuery(rolesQuery())
  const [isGranting, setGranting] = useState(false)
  const [ending, setEnding] = useState<RoleAssignment>()
  const nameOf = (roleId: string) => roles.find(({ id }) => id === roleId)?.name ?? roleId
  const grantOf = ({ role_id, scope, inherited }: RoleAssignment) => ({
    groupId: group.id,
    roleId: role_id,
    scope: scopeText(scope),
    inherited,
  })
  const columns: readonly Column<RoleAssignment>[] = [
    { id: 'role', header: directory.role, width: 200, cell: ({ role_id }) => nameOf(role_id) },
    {
      id: 'scope',
      header: directory.scope,
      width: 320,
      cell: ({ scope, inherited }) => (
        <>
          <Link to="/assignments" search={{ scope: scopeText(scope) }}>
            <PlaceName place={scope} />
          </Link>{' '}
          {inherited ? <Badge>{directory.below}</Badge> : null}
        </>
      ),
    },
    ...(may('identity:revoke_grant')
      ? [
          {
            id: 'actions',
            header: common.actions,
            width: 140,
            cell: (row: RoleAssignment) => (
              <span className="row-actions">
                <Button
                  look="quiet"
                  aria-label={`${directory.revoke}: ${nameOf(row.role_id)}`}
                  onPress={() => setEnding(row)}
                >
                  {directory.revoke}
                </Button>
              </span>
            ),
          },
        ]
      : []),
  ]
  return (
    <>
      {may('identity:create_grant') ? (
        <div className="toolbar">
          <Button onPress={() => setGranting(true)}>{directory.grantRole}</Button>
        </div>
      ) : null}
      <DataTable
        label={directory.rolesOfGroup}
        columns={columns}
        list={{
          key: ['assignments', 'group', group.id],
          page: (cursor, signal) =>
            muster.assignments.list({ group_id: group.id, limit: 100 }, { signal }).page(cursor),
        }}
        rowKey={({ role_id, scope, inherited }) => `${role_id} ${scopeText(scope)} ${inherited}`}
        empty={directory.noRoles}
      />
      {isGranting ? (
        <GrantDialog
          domainId={group.domain_id}
          actor={{ type: 'group', id: group.id, name: group.name }}
          onClose={() => setGranting(false)}
        />
      ) : null}
      {ending === undefined ? null : (
        <ActDialog
          title={`${directory.revoke}: ${nameOf(ending.role_id)}`}
          act={directory.revoke}
          isDanger
          onClose={() => setEnding(undefined)}
          onConfirm={async () => {
            const grant = grantOf(ending)
            await muster.assignments.revoke(grant)
            announce(
              directory.revoked(nameOf(ending.role_id), group.name),
              undo(() => muster.assignments.grant(grant).then(() => refresh('assignments'))),
            )
            await refresh('assignments')
          }}
        >
          <RevokeEffect assignment={ending} role={nameOf(ending.role_id)} name={group.name} />
        </ActDialog>
      )}
    </>
  )
}

type RevokeEffectProps = { readonly assignment: RoleAssignment; readonly role: string; readonly name: string }

const RevokeEffect = ({ assignment, role, name }: RevokeEffectProps) => {
  const { directory } = useMessages()
  return (
    <p>
      {directory.group} <bdi>{name}</bdi>: {role}, <PlaceName place={assignment.scope} />
    </p>
  )
}
