import type { Project } from '@muster/sdk'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { muster } from '../../../app/client.ts'
import { useMay } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { LookupField } from '../../../ui/lookup-field.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import { projectLookup } from '../../directory/lookups.ts'
import type { BulkObject } from './bulk-actions.ts'

type RoleChoiceProps = {
  readonly domainId: string
  readonly onChange: (object: BulkObject | undefined) => void
}

/** Roles offered. */
const offered = 500

/** A role and where it applies: the domain, one of its projects, or the system. */
export const RoleChoice = ({ domainId, onChange }: RoleChoiceProps) => {
  const { users, services } = useMessages()
  const may = useMay(domainId)
  const [roleId, setRoleId] = useState<string | null>(null)
  const [place, setPlace] = useState<'domain' | 'project' | 'system'>('domain')
  const [project, setProject] = useState<Project>()
  const roles = useQuery({
    queryKey: ['roles', 'choice'],
    queryFn: ({ signal }) => muster.roles.list({ limit: 200 }, { signal }).toArray({ limit: offered }),
  })
  useEffect(() => {
    const scope =
      place === 'domain'
        ? { type: place, id: domainId }
        : place === 'system'
          ? { type: place }
          : project && { type: place, id: project.id }
    onChange(roleId === null || scope === undefined ? undefined : { role: { id: roleId, scope } })
  }, [roleId, place, project, domainId, onChange])
  return (
    <div className="form">
      {roles.error ? <ErrorNotice error={roles.error} onRetry={() => void roles.refetch()} /> : null}
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
          ...(may('identity:list_projects') ? [{ value: 'project', label: users.onProject } as const] : []),
          ...(may('identity:create_system_grant_for_user')
            ? [{ value: 'system', label: users.onSystem } as const]
            : []),
        ]}
        value={place}
        onChange={setPlace}
      />
      {place === 'project' ? (
        <LookupField
          label={services.project}
          lookup={projectLookup(domainId)}
          value={project}
          onChange={setProject}
        />
      ) : null}
    </div>
  )
}
