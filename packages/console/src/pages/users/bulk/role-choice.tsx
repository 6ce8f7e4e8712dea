import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { muster } from '../../../app/client.ts'
import { useMay } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import type { BulkObject } from './bulk-actions.ts'

type RoleChoiceProps = {
  readonly domainId: string
  readonly onChange: (object: BulkObject | undefined) => void
}

/** Roles and projects offered. */
const offered = 200

/** A role and where it applies: the domain, one of its projects, or the system. */
export const RoleChoice = ({ domainId, onChange }: RoleChoiceProps) => {
  const { users } = useMessages()
  const may = useMay(domainId)
  const [roleId, setRoleId] = useState<string | null>(null)
  const [place, setPlace] = useState('domain')
  const roles = useQuery({
    queryKey: ['roles', 'choice'],
    queryFn: async ({ signal }) => (await muster.roles.list({ limit: offered }, { signal }).page()).items,
  })
  const projects = useQuery({
    queryKey: ['projects', 'choice', domainId],
    queryFn: async ({ signal }) =>
      (await muster.projects.list({ domain_id: domainId, limit: offered }, { signal }).page()).items,
    enabled: may('identity:list_projects'),
  })
  useEffect(() => {
    if (roleId === null) return onChange(undefined)
    if (place === 'system') return onChange({ role: { id: roleId, scope: { type: 'system' } } })
    const type = place === 'domain' ? 'domain' : 'project'
    onChange({ role: { id: roleId, scope: { type, id: place === 'domain' ? domainId : place } } })
  }, [roleId, place, domainId, onChange])
  const error = roles.error ?? projects.error
  return (
    <div className="form">
      {error ? <ErrorNotice error={error} onRetry={() => void roles.refetch()} /> : null}
      <SelectField
        label={users.role}
        options={(roles.data ?? [])
          .map(({ id, name }) => ({ value: id, label: name }))
          .toSorted((one, other) => one.label.localeCompare(other.label))}
        value={roleId}
        onChange={setRoleId}
      />
      <SelectField
        label={users.roleScope}
        options={[
          { value: 'domain', label: users.onDomain },
          ...(may('identity:create_system_grant_for_user')
            ? [{ value: 'system', label: users.onSystem }]
            : []),
          ...(projects.data ?? []).map(({ id, name }) => ({ value: id, label: users.onProject(name) })),
        ]}
        value={place}
        onChange={setPlace}
      />
    </div>
  )
}
