import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '../../app/me.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import type { DomainName } from './domain-choice.tsx'
import { ExportDialog } from './export-dialog.tsx'
import type { UsersSearch } from './users-search.ts'

type UsersHeaderProps = { readonly search: UsersSearch; readonly domains: readonly DomainName[] }

export const UsersHeader = ({ search, domains }: UsersHeaderProps) => {
  const { users, common } = useMessages()
  const may = useMay(search.domain)
  const navigate = useNavigate()
  const [isExporting, setExporting] = useState(false)
  const domain = search.domain === undefined ? {} : { domain: search.domain }
  const more = [
    ...(may('muster:import_users')
      ? [
          {
            id: 'import',
            label: users.importUsers,
            onAction: () => void navigate({ to: '/users/import', search: domain }),
          },
        ]
      : []),
    ...(may('muster:export_users')
      ? [{ id: 'export', label: users.exportUsers, onAction: () => setExporting(true) }]
      : []),
  ]
  return (
    <PageHeader title={common.users}>
      {more.length === 0 ? null : <Menu actions={more}>{users.files}</Menu>}
      {may('muster:invite_user') ? (
        <Button onPress={() => void navigate({ to: '/users/invite', search: domain })}>
          {users.invitePerson}
        </Button>
      ) : null}
      {may('identity:create_user') ? (
        <Button look="primary" onPress={() => void navigate({ to: '/users/new', search: domain })}>
          {users.newUser}
        </Button>
      ) : null}
      {isExporting ? (
        <ExportDialog search={search} domains={domains} onClose={() => setExporting(false)} />
      ) : null}
    </PageHeader>
  )
}
