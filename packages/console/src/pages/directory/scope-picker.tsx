import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMe } from '../../app/me.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { LookupField } from '../../ui/lookup-field.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { DomainFilter } from './domain-filter.tsx'
import { useHomeDomain } from './home-domain.ts'
import { projectLookup } from './lookups.ts'
import { projectQuery } from './queries.ts'
import type { Place } from './scope-name.tsx'

type ScopePickerProps = {
  readonly place: Place
  /** The domain of the place. */
  readonly domainId: string | undefined
  /** Called when a complete scope is chosen. */
  readonly onChange: (scope: string) => void
}

/** Chooses the system, a domain or a project. */
export const ScopePicker = ({ place, domainId, onChange }: ScopePickerProps) => {
  const { directory } = useMessages()
  const home = useHomeDomain()
  const { user } = useMe()
  const [kind, setKind] = useState<Place['type']>(place.type)
  const { data: project } = useQuery({
    ...projectQuery(place.id ?? ''),
    enabled: place.type === 'project',
  })
  const [domain, setDomain] = useState<string>()
  const inDomain = domain ?? domainId ?? home ?? user.domain_id
  const labels = { system: directory.system, domain: directory.domain, project: directory.project }
  const kinds: readonly Place['type'][] =
    home === undefined ? ['system', 'domain', 'project'] : ['domain', 'project']
  const choose = (next: Place['type']) => {
    setKind(next)
    if (next === 'system') onChange('system')
    if (next === 'domain') onChange(`domain:${inDomain}`)
  }
  return (
    <>
      <SelectField
        label={directory.scopeKind}
        options={kinds.map((value) => ({ value, label: labels[value] }))}
        value={kind}
        onChange={choose}
      />
      {kind === 'system' ? null : (
        <DomainFilter
          value={inDomain}
          onChange={(id) => {
            setDomain(id)
            if (kind === 'domain' && id !== undefined) onChange(`domain:${id}`)
          }}
          placeholder=""
        />
      )}
      {kind === 'project' ? (
        <LookupField
          label={directory.project}
          lookup={projectLookup(inDomain)}
          value={place.type === 'project' && project?.domain_id === inDomain ? project : undefined}
          onChange={(chosen) => {
            if (chosen !== undefined) onChange(`project:${chosen.id}`)
          }}
        />
      ) : null}
    </>
  )
}
