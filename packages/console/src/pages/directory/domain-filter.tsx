import { useQuery } from '@tanstack/react-query'
import { useMessages } from '../../messages/use-messages.ts'
import { LookupField } from '../../ui/lookup-field.tsx'
import { useHomeDomain } from './home-domain.ts'
import { domainLookup } from './lookups.ts'
import { domainQuery } from './queries.ts'

type DomainFilterProps = {
  readonly value: string | undefined
  readonly onChange: (domainId: string | undefined) => void
  /** Shown while no domain is chosen. */
  readonly placeholder?: string
  readonly label?: string
}

/** Limits a list to one domain; not offered to users who see one domain only. */
export const DomainFilter = ({ value, onChange, placeholder, label }: DomainFilterProps) => {
  const { directory } = useMessages()
  const home = useHomeDomain()
  const { data } = useQuery({ ...domainQuery(value ?? ''), enabled: value !== undefined })
  if (home !== undefined) return null
  return (
    <LookupField
      label={label ?? directory.domain}
      lookup={domainLookup}
      value={value === undefined ? undefined : data}
      onChange={(domain) => onChange(domain?.id)}
      placeholder={placeholder ?? directory.allDomains}
    />
  )
}
