import {
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
} from 'react-aria-components'

type TextFieldProps = Omit<AriaTextFieldProps, 'children' | 'className'> & {
  readonly label: string
  readonly hint?: string | undefined
  /** The error of this field; the field is then invalid. */
  readonly error?: string | undefined
  /** Lines of a longer text. */
  readonly rows?: number | undefined
  readonly placeholder?: string
}

export const TextField = ({ label, hint, error, rows, placeholder = '', ...props }: TextFieldProps) => (
  <AriaTextField {...props} isInvalid={error !== undefined} validationBehavior="aria" className="field">
    <Label>{label}</Label>
    {rows === undefined ? (
      <Input className="input" placeholder={placeholder} />
    ) : (
      <TextArea className="input" rows={rows} placeholder={placeholder} />
    )}
    {hint === undefined ? null : (
      <Text slot="description" className="hint">
        {hint}
      </Text>
    )}
    <FieldError className="field-error">{error}</FieldError>
  </AriaTextField>
)
