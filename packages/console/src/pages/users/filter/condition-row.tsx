import { languages } from '@muster/messages/languages.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { type Condition, newCondition } from './conditions.ts'
import { choicesOf, type FilterField, filterFields, kindOf, operatorsOf, takesValue } from './fields.ts'

type ConditionRowProps = {
  readonly label: string
  readonly row: Condition
  readonly onChange: (row: Condition) => void
  readonly onRemove: () => void
}

const fieldNames = Object.keys(filterFields) as FilterField[]

/** The value that a changed operator or field leaves to the row. */
const withField = (row: Condition, field: FilterField): Condition => {
  const fresh = newCondition(field)
  const isSameKind = kindOf(row.field) === kindOf(field) && kindOf(field) !== 'choice'
  return isSameKind ? { ...fresh, operator: row.operator, value: row.value } : fresh
}

export const ConditionRow = ({ label, row, onChange, onRemove }: ConditionRowProps) => {
  const { users, common } = useMessages()
  const kind = kindOf(row.field)
  const isTime = kind === 'time'
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row of fields
    <div role="group" aria-label={label} className="filter-row">
      <SelectField
        label={users.filterField}
        options={fieldNames.map((value) => ({ value, label: users.fields[value] }))}
        value={row.field}
        onChange={(field) => onChange(withField(row, field))}
      />
      {kind === 'attribute' ? (
        <TextField
          label={users.attributePath}
          placeholder="team.name"
          value={row.path}
          onChange={(path) => onChange({ ...row, path })}
        />
      ) : null}
      <SelectField
        label={users.filterOperator}
        options={operatorsOf[kind].map((value) => ({ value, label: users.operators[value] }))}
        value={row.operator}
        onChange={(operator) => onChange({ ...row, operator })}
      />
      {takesValue(row.operator) ? <ConditionValue row={row} onChange={onChange} isTime={isTime} /> : null}
      <Button look="quiet" aria-label={`${common.remove}: ${label}`} onPress={onRemove}>
        ×
      </Button>
    </div>
  )
}

type ConditionValueProps = Pick<ConditionRowProps, 'row' | 'onChange'> & { readonly isTime: boolean }

const ConditionValue = ({ row, onChange, isTime }: ConditionValueProps) => {
  const { users, common } = useMessages()
  const setValue = (value: string) => onChange({ ...row, value })
  const choice = (options: readonly { readonly value: string; readonly label: string }[]) => (
    <SelectField label={users.filterValue} options={options} value={row.value} onChange={setValue} />
  )
  if (row.field === 'status')
    return choice(choicesOf.status.map((value) => ({ value, label: users.statuses[value] })))
  if (row.field === 'kind')
    return choice(choicesOf.kind.map((value) => ({ value, label: users.kinds[value] })))
  if (row.field === 'language')
    return choice(choicesOf.language.map((value) => ({ value, label: languages[value] })))
  if (kindOf(row.field) === 'boolean')
    return choice([
      { value: 'true', label: common.yes },
      { value: 'false', label: common.no },
    ])
  return (
    <TextField
      label={users.filterValue}
      type={isTime ? 'date' : 'text'}
      inputMode={kindOf(row.field) === 'number' ? 'numeric' : 'text'}
      value={row.value}
      onChange={setValue}
    />
  )
}
