import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Lookup, LookupField } from '../../ui/lookup-field.tsx'
import { nameQuery, type ObjectKind } from './object-name.tsx'

type Named = { readonly id: string; readonly name: string }

type LookUpFieldProps<Item extends Named> = {
  readonly label: string
  readonly kind: ObjectKind
  readonly lookup: Lookup<Item, Named>
  /** An id; empty: nothing. */
  readonly value: string
  readonly onChange: (id: string) => void
  readonly error?: string | undefined
}

/** Chooses an object by a part of its name, for forms that know its id only. */
export const LookUpField = <Item extends Named>(props: LookUpFieldProps<Item>) => {
  const { label, kind, lookup, value, onChange, error } = props
  const [chosen, setChosen] = useState<Named>()
  const isChosen = chosen?.id === value
  const { data: name = value } = useQuery({ ...nameQuery(kind, value), enabled: value !== '' && !isChosen })
  return (
    <div>
      <LookupField
        label={label}
        lookup={lookup}
        value={value === '' ? undefined : isChosen ? chosen : { id: value, name }}
        onChange={(next) => {
          setChosen(next)
          onChange(next?.id ?? '')
        }}
      />
      {error === undefined ? null : (
        <p role="alert" className="field-error">
          {error}
        </p>
      )}
    </div>
  )
}
