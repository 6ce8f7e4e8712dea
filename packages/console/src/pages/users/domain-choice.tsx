import { useQuery } from '@tanstack/react-query'
import { muster } from '../../app/client.ts'
import { useMay, useMe } from '../../app/me.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { LookupField } from '../../ui/lookup-field.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { domainLookup } from '../directory/lookups.ts'
import { domainQuery } from '../directory/queries.ts'

/** Domains offered in a list; where there are more, they are searched. */
const offered = 200

export type DomainName = { readonly id: string; readonly name: string }

/** The domains that the user may see, by name; just their own while there is no right to list them. */
export const useDomains = (): readonly DomainName[] => {
  const { user } = useMe()
  const may = useMay()
  const { data } = useQuery({
    queryKey: ['domains', 'choice'],
    queryFn: async ({ signal }) =>
      (await muster.domains.list({ limit: offered }, { signal }).page()).items.map(({ id, name }) => ({
        id,
        name,
      })),
    enabled: may('identity:list_domains'),
    staleTime: 60_000,
  })
  const known = data ?? []
  return known.length > 0
    ? known.toSorted((one, other) => one.name.localeCompare(other.name))
    : [{ id: user.domain_id, name: user.domain_id }]
}

/** The domain that an act concerns if none is chosen: the one in scope, or that of the user. */
export const useOwnDomain = (): string => {
  const { user, authority } = useMe()
  return authority.scope.type === 'domain' && authority.scope.id !== null
    ? authority.scope.id
    : user.domain_id
}

type DomainFieldProps = {
  readonly domains: readonly DomainName[]
  /** Undefined: all domains, where `isOptional`. */
  readonly value: string | undefined
  readonly onChange: (id: string | undefined) => void
  readonly isOptional?: boolean
}

/** Nothing for users of one domain. */
export const DomainField = ({ domains, value, onChange, isOptional = false }: DomainFieldProps) => {
  const { users } = useMessages()
  const isLong = domains.length >= offered
  const { data: chosen } = useQuery({ ...domainQuery(value ?? ''), enabled: isLong && value !== undefined })
  if (domains.length < 2) return null
  if (isLong)
    return (
      <LookupField
        label={users.domain}
        lookup={domainLookup}
        value={value === undefined ? undefined : chosen}
        onChange={(domain) => onChange(domain?.id)}
        placeholder={isOptional ? users.allDomains : ''}
      />
    )
  const named = domains.map(({ id, name }) => ({ value: id, label: name }))
  // An id from the address may be beyond the domains that are listed.
  const isListed = value === undefined || domains.some(({ id }) => id === value)
  const options = isListed ? named : [...named, { value, label: value }]
  return (
    <SelectField
      label={users.domain}
      options={isOptional ? [{ value: '', label: users.allDomains }, ...options] : options}
      value={value ?? ''}
      onChange={(id) => onChange(id === '' ? undefined : id)}
    />
  )
}
