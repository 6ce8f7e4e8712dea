import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { muster } from '../../app/client.ts'
import { useMay, useMe } from '../../app/me.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { LookupField } from '../../ui/lookup-field.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { AssignmentMatrix } from './assignment-matrix.tsx'
import './directory.css'
import type { AssignmentsSearch } from './directory-search.ts'
import { GrantDialog } from './grant-dialog.tsx'
import { useHomeDomain } from './home-domain.ts'
import { userLookup } from './lookups.ts'
import { projectQuery } from './queries.ts'
import { readScope } from './scope-name.tsx'
import { ScopePicker } from './scope-picker.tsx'

export const AssignmentsPage = () => {
  const { directory } = useMessages()
  const search = useSearch({ from: '/shell/assignments' })
  const navigate = useNavigate({ from: '/assignments' })
  const home = useHomeDomain()
  const { user } = useMe()
  const place = readScope(search.scope ?? `domain:${home ?? user.domain_id}`)
  const { data: project } = useQuery({
    ...projectQuery(place.id ?? ''),
    enabled: place.type === 'project',
  })
  const domainId = place.type === 'domain' ? (place.id ?? undefined) : project?.domain_id
  const may = useMay(domainId)
  const [isGranting, setGranting] = useState(false)
  const { data: person } = useQuery({
    queryKey: ['user', search.user],
    queryFn: ({ signal }) => muster.users.get(search.user ?? '', { signal }),
    enabled: search.user !== undefined,
  })
  const change = (changes: { readonly [K in keyof AssignmentsSearch]?: AssignmentsSearch[K] | undefined }) =>
    navigate({ search: (before) => ({ ...before, ...changes }) as AssignmentsSearch, replace: true })
  const mayGrant = may(
    place.type === 'system' ? 'identity:create_system_grant_for_user' : 'identity:create_grant',
  )
  return (
    <>
      <PageHeader title={directory.assignments}>
        {mayGrant ? (
          <Button look="primary" onPress={() => setGranting(true)}>
            {directory.grantRole}
          </Button>
        ) : null}
      </PageHeader>
      <div className="toolbar">
        <ScopePicker place={place} domainId={domainId} onChange={(scope) => change({ scope })} />
        <LookupField
          label={directory.onlyPerson}
          lookup={userLookup(place.type === 'system' ? undefined : domainId)}
          value={search.user === undefined ? undefined : person}
          onChange={(chosen) => change({ user: chosen?.id })}
        />
      </div>
      <AssignmentMatrix
        key={`${search.scope} ${search.user}`}
        place={place}
        userId={search.user}
        mayGrant={mayGrant}
      />
      {isGranting ? (
        <GrantDialog domainId={domainId} place={place} onClose={() => setGranting(false)} />
      ) : null}
    </>
  )
}
