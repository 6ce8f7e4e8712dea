import { Checkbox } from '../../ui/checkbox.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { DomainField } from './domain-field.tsx'
import { ProjectField } from './project-field.tsx'

export type Value = string | boolean

/** The values of a form by the names of their fields. */
export type Values = Readonly<Record<string, Value>>

export type Choice = { readonly value: string; readonly label: string }

type Common = {
  readonly name: string
  readonly label: string
  /** Whether the field is part of the form, given the other values. */
  readonly isShown?: ((values: Values) => boolean) | undefined
}

export type FormField = Common &
  (
    | {
        readonly kind: 'text'
        readonly hint?: string | undefined
        readonly rows?: number
        readonly isRequired?: boolean
        readonly inputMode?: 'numeric'
        /** A text for programs, such as JSON. */
        readonly isCode?: boolean
        readonly isSecret?: boolean
      }
    | { readonly kind: 'choice'; readonly choices: readonly Choice[] }
    | { readonly kind: 'flag' }
    | { readonly kind: 'project' }
    | { readonly kind: 'domain'; readonly hint?: string | undefined }
  )

type FieldProps = {
  readonly field: FormField
  readonly value: Value | undefined
  readonly error: string | undefined
  readonly onChange: (value: Value) => void
  readonly isReadOnly: boolean
  readonly autoFocus: boolean
}

type FormFieldsProps = {
  readonly fields: readonly FormField[]
  readonly values: Values
  readonly onChange: (name: string, value: Value) => void
  readonly errors?: Readonly<Record<string, string | undefined>>
  readonly isReadOnly?: boolean
  /** Of a dialog: typing begins in the first field. */
  readonly autoFocus?: boolean
}

// The list box needs keys that are not empty.
const toKey = (value: string): string => `=${value}`

const Field = ({ field, value, error, onChange, isReadOnly, autoFocus }: FieldProps) => {
  const { label } = field
  const text = typeof value === 'string' ? value : ''
  switch (field.kind) {
    case 'text':
      return (
        <div className={field.isCode ? 'code-field' : undefined}>
          <TextField
            label={label}
            hint={field.hint}
            error={error}
            value={text}
            onChange={onChange}
            rows={field.rows}
            isRequired={field.isRequired ?? false}
            isReadOnly={isReadOnly}
            autoFocus={autoFocus}
            {...(field.isCode ? { spellCheck: 'false' } : {})}
            {...(field.inputMode ? { inputMode: field.inputMode } : {})}
            {...(field.isSecret ? { type: 'password', autoComplete: 'new-password' } : {})}
          />
        </div>
      )
    case 'choice':
      return (
        <div>
          <SelectField
            label={label}
            options={field.choices.map((choice) => ({ value: toKey(choice.value), label: choice.label }))}
            value={toKey(text)}
            onChange={(key) => onChange(key.slice(1))}
            isDisabled={isReadOnly}
          />
          {error === undefined ? null : (
            <span role="alert" className="field-error">
              {error}
            </span>
          )}
        </div>
      )
    case 'flag':
      return (
        <Checkbox isSelected={value === true} onChange={onChange} isDisabled={isReadOnly}>
          {label}
        </Checkbox>
      )
    case 'project':
      return <ProjectField label={label} value={text} onChange={onChange} error={error} />
    case 'domain':
      return <DomainField label={label} hint={field.hint} value={text} onChange={onChange} error={error} />
  }
}

export const FormFields = ({
  fields,
  values,
  onChange,
  errors = {},
  isReadOnly = false,
  autoFocus = false,
}: FormFieldsProps) =>
  fields
    .filter(({ isShown }) => isShown === undefined || isShown(values))
    .map((field, index) => (
      <Field
        key={field.name}
        field={field}
        value={values[field.name]}
        error={errors[field.name]}
        onChange={(value) => onChange(field.name, value)}
        isReadOnly={isReadOnly}
        autoFocus={autoFocus && index === 0}
      />
    ))
