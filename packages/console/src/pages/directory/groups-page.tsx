import type { Group } from '@muster/sdk'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { muster } from '../../app/client.ts'
import { useMay, useMe } from '../../app/me.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { type Column, DataTable } from '../../ui/data-table/data-table.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { announce } from '../../ui/toasts.tsx'
import './directory.css'
import type { ListSearch } from './directory-search.ts'
import { DomainFilter } from './domain-filter.tsx'
import { useHomeDomain } from './home-domain.ts'
import { DomainName } from './names.tsx'
import { ObjectDialog } from './object-dialog.tsx'
import { useRefresh } from './queries.ts'

export const GroupsPage = () => {
  const { common, directory } = useMessages()
  const search = useSearch({ from: '/shell/groups' })
  const navigate = useNavigate({ from: '/groups' })
  const home = useHomeDomain()
  const { user } = useMe()
  const may = useMay(search.domain)
  const refresh = useRefresh()
  const [target, setTarget] = useState(search.domain ?? home ?? user.domain_id)
  const change = (changes: ListSearch, replace = false) =>
    navigate({ search: (before) => ({ ...before, ...changes }), replace })
  const columns: readonly Column<Group>[] = [
    { id: 'name', header: common.name, width: 190, cell: ({ name }) => name },
    { id: 'description', header: directory.description, width: 220, cell: ({ description }) => description },
    ...(home === undefined
      ? [
          {
            id: 'domain',
            header: directory.domain,
            width: 150,
            cell: (group: Group) => <DomainName id={group.domain_id} />,
          },
        ]
      : []),
    {
      id: 'managed',
      header: directory.managedBy,
      width: 140,
      cell: ({ managed_by }) => (managed_by === null ? directory.local : <Badge>{directory.managed}</Badge>),
    },
  ]
  return (
    <>
      <PageHeader title={directory.groups}>
        {may('identity:create_group') ? (
          <Button
            look="primary"
            onPress={() => {
              setTarget(search.domain ?? home ?? user.domain_id)
              void change({ act: 'create' })
            }}
          >
            {directory.newGroup}
          </Button>
        ) : null}
      </PageHeader>
      <div className="toolbar">
        <SearchField
          label={directory.searchGroups}
          value={search.search ?? ''}
          onChange={(text) => change({ search: text || undefined }, true)}
        />
        <DomainFilter value={search.domain} onChange={(domain) => change({ domain })} />
      </div>
      <DataTable
        label={directory.groups}
        columns={columns}
        list={{
          key: ['groups', 'list', search.domain ?? null, search.search ?? ''],
          page: (cursor, signal) =>
            muster.groups
              .list({ domain_id: search.domain, search: search.search, limit: 100 }, { signal })
              .page(cursor),
        }}
        rowKey={({ id }) => id}
        onOpen={({ id }) => navigate({ to: '/groups/$groupId', params: { groupId: id }, search: {} })}
      />
      {search.act === 'create' && may('identity:create_group') ? (
        <ObjectDialog
          title={directory.newGroup}
          act={common.create}
          draft="group.new"
          initial={{ name: '', description: '' }}
          onClose={() => change({ act: undefined }, true)}
          onSubmit={async ({ name, description }) => {
            await muster.groups.create({ name, description: description || null, domain_id: target })
            announce(directory.createdNotice(name))
            await refresh('groups')
          }}
        >
          <DomainFilter value={target} onChange={(domain) => setTarget(domain ?? user.domain_id)} />
        </ObjectDialog>
      ) : null}
    </>
  )
}
