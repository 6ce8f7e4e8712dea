import { useCallback, useRef, useState } from 'react'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { noConditions } from './conditions.ts'
import { FilterRows } from './filter-rows.tsx'
import { FilterText } from './filter-text.tsx'
import { readFilter } from './read-filter.ts'

type FilterPanelProps = {
  readonly filter: string | undefined
  /** The error of the list, if its filter is wrong; else null. */
  readonly error: unknown
  readonly onChange: (filter: string | undefined) => void
}

/** Edits the filter of the address: as rows where they can show it, or as text. */
export const FilterPanel = ({ filter, error, onChange }: FilterPanelProps) => {
  const { users } = useMessages()
  const conditions = filter === undefined ? noConditions : readFilter(filter)
  const [asText, setAsText] = useState(false)
  const sent = useRef(filter)
  const version = useRef(0)
  // The address changed by other means, such as a saved view: the fields begin again.
  if (filter !== sent.current) {
    sent.current = filter
    version.current++
  }
  const apply = useCallback(
    (changed: string | undefined) => {
      sent.current = changed || undefined
      onChange(changed || undefined)
    },
    [onChange],
  )
  return (
    <section className="card filter-panel" aria-label={users.filter}>
      {asText || !conditions ? (
        <FilterText
          key={version.current}
          filter={filter ?? ''}
          error={error}
          onApply={(text) => apply(text)}
        />
      ) : (
        <FilterRows key={version.current} conditions={conditions} onApply={apply} />
      )}
      {conditions ? (
        <Button look="quiet" onPress={() => setAsText(!asText)}>
          {asText ? users.editAsRows : users.editAsText}
        </Button>
      ) : (
        <p className="hint">{users.filterTextOnly}</p>
      )}
    </section>
  )
}
