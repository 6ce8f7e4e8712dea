import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useMay } from '../../app/me.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import './directory.css'
import type { RolesSearch } from './directory-search.ts'
import { RoleActs } from './role-acts.tsx'
import { RoleList } from './role-list.tsx'

/** With the client of Identity v3, which the list does not need. */
const Implications = lazy(async () => ({ default: (await import('./implications.tsx')).Implications }))

type Changes = { readonly [K in keyof RolesSearch]?: RolesSearch[K] | undefined }

export const RolesPage = () => {
  const { common, directory } = useMessages()
  const search = useSearch({ from: '/shell/roles' })
  const navigate = useNavigate({ from: '/roles' })
  const may = useMay()
  const change = (changes: Changes) =>
    navigate({ search: (before) => ({ ...before, ...changes }) as RolesSearch, replace: true })
  const mayCreate = may(search.domain === undefined ? 'identity:create_role' : 'identity:create_domain_role')
  const list = () => <RoleList domainId={search.domain} onChange={change} />
  return (
    <>
      <PageHeader title={directory.roles}>
        {mayCreate ? (
          <Button look="primary" onPress={() => change({ act: 'create' })}>
            {directory.newRole}
          </Button>
        ) : null}
      </PageHeader>
      {may('identity:list_role_inference_rules') ? (
        <Tabs
          label={directory.roles}
          selected={search.tab === 'implications' ? 'implications' : 'roles'}
          onSelect={(tab) => change({ tab })}
          tabs={[
            { id: 'roles', label: directory.roles, content: list },
            {
              id: 'implications',
              label: directory.implications,
              content: () => (
                <Suspense fallback={<p className="table-note">{common.loading}</p>}>
                  <Implications />
                </Suspense>
              ),
            },
          ]}
        />
      ) : (
        list()
      )}
      <RoleActs
        domainId={search.domain}
        roleId={search.role}
        act={search.act}
        onClose={() => change({ act: undefined, role: undefined })}
      />
    </>
  )
}
