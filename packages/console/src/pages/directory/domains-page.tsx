import type { Domain } from '@muster/sdk'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { muster } from '../../app/client.ts'
import { useMay } from '../../app/me.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { type Column, DataTable } from '../../ui/data-table/data-table.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { Time } from '../../ui/time.tsx'
import { announce } from '../../ui/toasts.tsx'
import './directory.css'
import type { ListSearch } from './directory-search.ts'
import { ObjectDialog } from './object-dialog.tsx'
import { useRefresh } from './queries.ts'
import { StateBadges } from './state-badges.tsx'

export const DomainsPage = () => {
  const { common, directory } = useMessages()
  const search = useSearch({ from: '/shell/domains' })
  const navigate = useNavigate({ from: '/domains' })
  const may = useMay()
  const refresh = useRefresh()
  const change = (changes: ListSearch, replace = false) =>
    navigate({ search: (before) => ({ ...before, ...changes }), replace })
  const columns: readonly Column<Domain>[] = [
    { id: 'name', header: common.name, width: 180, cell: ({ name }) => name },
    {
      id: 'description',
      header: directory.description,
      width: 200,
      cell: ({ description }) => description || null,
    },
    { id: 'state', header: directory.state, width: 125, cell: (domain) => <StateBadges {...domain} /> },
    {
      id: 'created',
      header: directory.created,
      width: 210,
      cell: (domain) => <Time value={domain.created_at} />,
    },
  ]
  return (
    <>
      <PageHeader title={directory.domains}>
        {may('identity:create_domain') ? (
          <Button look="primary" onPress={() => change({ act: 'create' })}>
            {directory.newDomain}
          </Button>
        ) : null}
      </PageHeader>
      <SearchField
        label={directory.searchDomains}
        value={search.search ?? ''}
        onChange={(text) => change({ search: text || undefined }, true)}
      />
      <DataTable
        label={directory.domains}
        columns={columns}
        list={{
          key: ['domains', 'list', search.search ?? ''],
          page: (cursor, signal) =>
            muster.domains.list({ search: search.search, limit: 100 }, { signal }).page(cursor),
        }}
        rowKey={({ id }) => id}
        onOpen={({ id }) => navigate({ to: '/domains/$domainId', params: { domainId: id }, search: {} })}
      />
      {search.act === 'create' && may('identity:create_domain') ? (
        <ObjectDialog
          title={directory.newDomain}
          act={common.create}
          draft="domain.new"
          initial={{ name: '', description: '', enabled: true }}
          onClose={() => change({ act: undefined }, true)}
          onSubmit={async ({ name, description, enabled }) => {
            await muster.domains.create({ name, description, enabled })
            announce(directory.createdNotice(name))
            await refresh('domains')
          }}
        />
      ) : null}
    </>
  )
}
