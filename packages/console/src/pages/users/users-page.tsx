import { MusterError } from '@muster/sdk'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { muster } from '../../app/client.ts'
import { useMay } from '../../app/me.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { DataTable } from '../../ui/data-table/data-table.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import './users.css'
import { type BulkTarget, userActions } from './bulk/bulk-actions.ts'
import { BulkBar } from './bulk/bulk-bar.tsx'
import { useSelection } from './bulk/use-selection.ts'
import { ColumnsButton } from './columns-button.tsx'
import { DomainField, useDomains, useOwnDomain } from './domain-choice.tsx'
import { filterOfList } from './filter/conditions.ts'
import { FilterPanel } from './filter/filter-panel.tsx'
import { readFilter } from './filter/read-filter.ts'
import { useOpenUser } from './open-user.ts'
import { chosenColumns, userColumns, usualColumns } from './user-columns.tsx'
import { UsersHeader } from './users-header.tsx'
import { conditionsOf, readUsersSearch, type UsersSearch } from './users-search.ts'
import { ViewsMenu } from './views-menu.tsx'

/** Users on the first page that is fetched: soon there after each key of a search, and more than a screen shows. */
const firstPage = 50
/** Users on each further page: more would hold up the frame that renders them. */
const nextPages = 100
/** Milliseconds until the users are counted: counting costs more than the first page, which it must not delay. */
const countDelay = 300

const isFilterError = (error: unknown): boolean =>
  error instanceof MusterError && error.code === 'filter_invalid'

export const UsersPage = () => {
  const messages = useMessages()
  const { users, common } = messages
  const search = useSearch({ from: '/shell/users' })
  const navigate = useNavigate({ from: '/users' })
  const openUser = useOpenUser()
  const may = useMay(search.domain)
  const domains = useDomains()
  const ownDomain = useOwnDomain()
  const [isFiltering, setFiltering] = useState(search.filter !== undefined)
  const { isAll, setAll, chosen, know, clear, ofTable } = useSelection()
  const conditions = conditionsOf(search)
  const { data: total, error: countError } = useQuery({
    queryKey: ['users', 'count', conditions],
    queryFn: async ({ signal }) => {
      await new Promise((resolve) => setTimeout(resolve, countDelay))
      signal.throwIfAborted()
      return muster.users.count(conditions, { signal })
    },
    placeholderData: keepPreviousData,
  })
  const change = useCallback(
    (changed: Partial<Record<keyof UsersSearch, string | undefined>>, replace = true) => {
      setAll(false)
      void navigate({ search: (before) => readUsersSearch({ ...before, ...changed }), replace })
    },
    [navigate, setAll],
  )
  const setSearch = useCallback((text: string) => change({ search: text }), [change])
  const setFilter = useCallback((filter: string | undefined) => change({ filter }), [change])
  const columns = useMemo(
    () => userColumns(messages, (id) => domains.find((domain) => domain.id === id)?.name ?? id),
    [messages, domains],
  )
  const shown = chosenColumns(columns, search.columns)
  const domainId = search.domain ?? (domains.length === 1 ? ownDomain : undefined)
  const target: BulkTarget =
    isAll && domainId !== undefined
      ? {
          kind: 'filter',
          filter: filterOfList(conditions.search, search.filter),
          domainId,
          count: total ?? 0,
        }
      : { kind: 'users', users: chosen }
  const conditionCount = search.filter === undefined ? 0 : (readFilter(search.filter)?.rows.length ?? 1)
  return (
    <>
      <UsersHeader search={search} domains={domains} />
      <div className="toolbar">
        <SearchField label={users.search} value={search.search ?? ''} onChange={setSearch} />
        <DomainField
          domains={domains}
          value={search.domain}
          onChange={(domain) => change({ domain })}
          isOptional
        />
        <Button aria-expanded={isFiltering} onPress={() => setFiltering(!isFiltering)}>
          {conditionCount === 0 ? users.filter : users.filterCount(conditionCount)}
        </Button>
        <ColumnsButton
          all={columns}
          chosen={shown.map(({ id }) => id)}
          onChange={(ids) => {
            const ordered = columns.filter(({ id }) => ids.includes(id)).map(({ id }) => id)
            change({ columns: String(ordered) === String(usualColumns) ? undefined : ordered.join(',') })
          }}
        />
        <ViewsMenu search={search} />
      </div>
      {isFiltering ? (
        <FilterPanel
          filter={search.filter}
          error={isFilterError(countError) ? countError : null}
          onChange={setFilter}
        />
      ) : null}
      {chosen.length > 0 || isAll ? (
        <BulkBar
          target={target}
          actions={userActions}
          allLabel={total === undefined ? undefined : users.selectAllMatching(total)}
          hint={!isAll && domainId === undefined ? users.chooseDomainForAll : undefined}
          onSelectAll={isAll || domainId === undefined ? undefined : () => setAll(true)}
          onClear={clear}
        />
      ) : (
        <p className="list-count" role="status">
          {total === undefined || countError ? null : users.count(total)}
        </p>
      )}
      <DataTable
        label={common.users}
        columns={shown}
        list={{
          key: ['users', 'list', conditions, search.sort],
          page: async (cursor, signal) => {
            const limit = cursor === undefined ? firstPage : nextPages
            const query = { ...conditions, sort: search.sort, limit }
            const page = await muster.users.list(query, { signal }).page(cursor)
            know(page.items)
            return page
          },
        }}
        rowKey={(user) => user.id}
        sort={search.sort}
        onSort={(sort) => change({ sort })}
        onOpen={(user) => openUser(user.id)}
        empty={users.noneMatches}
        {...(may('muster:manage_bulk_jobs') ? { selection: ofTable } : {})}
      />
    </>
  )
}
