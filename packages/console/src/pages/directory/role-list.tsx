import type { Role } from '@muster/sdk'
import { useMutation } from '@tanstack/react-query'
import { muster } from '../../app/client.ts'
import { useMay } from '../../app/me.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Badge } from '../../ui/badge.tsx'
import { type Column, DataTable } from '../../ui/data-table/data-table.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { type Action, Menu } from '../../ui/menu.tsx'
import { Time } from '../../ui/time.tsx'
import { DomainFilter } from './domain-filter.tsx'
import { useRefresh } from './queries.ts'

type RoleListProps = {
  /** Absent: the global roles. */
  readonly domainId: string | undefined
  readonly onChange: (changes: {
    readonly domain?: string | undefined
    readonly act?: string
    readonly role?: string
  }) => unknown
}

export const RoleList = ({ domainId, onChange }: RoleListProps) => {
  const { common, directory } = useMessages()
  const may = useMay()
  const refresh = useRefresh()
  const kind = domainId === undefined ? 'role' : 'domain_role'
  const protection = useMutation({
    mutationFn: ({ id, immutable }: Role) => muster.roles.update(id, { immutable: !immutable }),
    onSuccess: () => refresh('roles'),
  })
  const actionsOf = (role: Role): Action[] => {
    const open = (act: string) => () => void onChange({ act, role: role.id })
    const offered: (Action | false)[] = [
      may(`identity:update_${kind}`) &&
        !role.immutable && { id: 'edit', label: common.edit, onAction: open('edit') },
      may(`identity:update_${kind}`) && {
        id: 'protect',
        label: role.immutable ? directory.unprotect : directory.protect,
        onAction: () => protection.mutate(role),
      },
      may(`identity:delete_${kind}`) &&
        !role.immutable && { id: 'delete', label: common.delete, isDanger: true, onAction: open('delete') },
    ]
    return offered.filter((action) => action !== false)
  }
  const columns: readonly Column<Role>[] = [
    { id: 'name', header: common.name, width: 240, cell: ({ name }) => name },
    { id: 'description', header: directory.description, width: 320, cell: ({ description }) => description },
    {
      id: 'state',
      header: directory.state,
      width: 140,
      cell: ({ immutable }) => (immutable ? <Badge>{directory.protected}</Badge> : null),
    },
    {
      id: 'created',
      header: directory.created,
      width: 210,
      cell: (role) => <Time value={role.created_at} />,
    },
    ...(may(`identity:update_${kind}`)
      ? [
          {
            id: 'actions',
            header: common.actions,
            width: 170,
            cell: (role: Role) => (
              <span className="row-actions">
                <Menu look="quiet" label={role.name} actions={actionsOf(role)}>
                  {common.actions}
                </Menu>
              </span>
            ),
          },
        ]
      : []),
  ]
  return (
    <>
      {may('identity:list_domain_roles') ? (
        <div className="toolbar">
          <DomainFilter
            label={directory.roleOwner}
            placeholder={directory.globalRoles}
            value={domainId}
            onChange={(domain) => onChange({ domain })}
          />
        </div>
      ) : null}
      {protection.error ? <ErrorNotice error={protection.error} /> : null}
      <DataTable
        label={directory.roles}
        columns={columns}
        list={{
          key: ['roles', 'list', domainId ?? null],
          page: (cursor, signal) =>
            muster.roles.list({ domain_id: domainId, limit: 100 }, { signal }).page(cursor),
        }}
        rowKey={({ id }) => id}
      />
    </>
  )
}
