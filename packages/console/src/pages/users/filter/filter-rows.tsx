import { useEffect, useRef, useState } from 'react'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import { ConditionRow } from './condition-row.tsx'
import { type Conditions, filterOf, newCondition } from './conditions.ts'
import { takesValue } from './fields.ts'

type FilterRowsProps = {
  readonly conditions: Conditions
  readonly onApply: (filter: string | undefined) => void
}

/** Milliseconds without a change after which the filter applies. */
const pause = 250

/** The rows of the builder. Complete rows apply while they are edited. */
export const FilterRows = ({ conditions: initial, onApply }: FilterRowsProps) => {
  const { users, common } = useMessages()
  const [{ join, rows }, setConditions] = useState(() =>
    initial.rows.length === 0 ? { ...initial, rows: [newCondition()] } : initial,
  )
  // Rows keep their identity, and with it the focus, when another one is removed.
  const [keys, setKeys] = useState(() => rows.map((_, at) => at))
  const next = useRef(rows.length)
  const applied = useRef(filterOf(initial))
  useEffect(() => {
    const filter = filterOf({ join, rows })
    if (filter === applied.current) return
    const timer = setTimeout(() => {
      applied.current = filter
      onApply(filter)
    }, pause)
    return () => clearTimeout(timer)
  }, [join, rows, onApply])
  const add = () => {
    setConditions({ join, rows: [...rows, newCondition()] })
    setKeys([...keys, next.current++])
  }
  const remove = (at: number) => {
    setConditions({ join, rows: rows.filter((_, index) => index !== at) })
    setKeys(keys.filter((_, index) => index !== at))
  }
  return (
    <div className="filter-rows">
      {rows.length > 1 ? (
        <SelectField
          label={users.filterJoin}
          options={[
            { value: 'AND', label: users.filterAll },
            { value: 'OR', label: users.filterAny },
          ]}
          value={join}
          onChange={(chosen) => setConditions({ join: chosen, rows })}
        />
      ) : null}
      {rows.map((row, at) => (
        <ConditionRow
          key={keys[at]}
          label={users.condition(at + 1)}
          row={row}
          onChange={(changed) => {
            const value = takesValue(changed.operator) ? changed : { ...changed, value: '' }
            setConditions({ join, rows: rows.map((before, index) => (index === at ? value : before)) })
          }}
          onRemove={() => remove(at)}
        />
      ))}
      <div className="toolbar">
        <Button onPress={add}>{users.addCondition}</Button>
        {rows.length === 0 ? null : (
          <Button
            look="quiet"
            onPress={() => {
              setConditions({ join, rows: [] })
              setKeys([])
            }}
          >
            {common.clear}
          </Button>
        )}
      </div>
    </div>
  )
}
