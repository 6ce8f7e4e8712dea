import { useQuery } from '@tanstack/react-query'
import { LookupField } from '../../ui/lookup-field.tsx'
import { domainLookup } from '../directory/lookups.ts'
import { domainQuery } from '../directory/queries.ts'

type DomainFieldProps = {
  readonly label: string
  readonly hint?: string | undefined
  /** The id of the domain; empty: none. */
  readonly value: string
  readonly onChange: (id: string) => void
  readonly error?: string | undefined
}

/** Chooses a domain by a part of its name. */
export const DomainField = ({ label, hint, value, onChange, error }: DomainFieldProps) => {
  const { data } = useQuery({ ...domainQuery(value), enabled: value !== '' })
  return (
    <div>
      <LookupField
        label={label}
        lookup={domainLookup}
        value={value === '' ? undefined : data}
        onChange={(domain) => onChange(domain?.id ?? '')}
        {...(hint === undefined ? {} : { hint })}
      />
      {error === undefined ? null : (
        <span role="alert" className="field-error">
          {error}
        </span>
      )}
    </div>
  )
}
