import { FieldError, Input, Label, Text, TextField } from 'react-aria-components'

type DateFieldProps = {
  readonly label: string
  readonly hint?: string
  /** As an input of the type `datetime-local` has it; empty: none. */
  readonly value: string
  readonly onChange: (value: string) => void
  readonly error?: string | undefined
}

/** A time in the zone of the reader, with the control of the browser. */
export const DateField = ({ label, hint, value, onChange, error }: DateFieldProps) => (
  <TextField
    className="field"
    value={value}
    onChange={onChange}
    isInvalid={error !== undefined}
    validationBehavior="aria"
  >
    <Label>{label}</Label>
    <Input className="input" type="datetime-local" />
    {hint === undefined ? null : (
      <Text slot="description" className="hint">
        {hint}
      </Text>
    )}
    <FieldError className="field-error">{error}</FieldError>
  </TextField>
)
