import { useMessages } from '../../../messages/use-messages.ts'
import { type FormField, FormFields } from '../form-fields.tsx'
import { optionChoices, optionSections, secretOption } from './option-sections.ts'
import { type Options, textOf } from './option-values.ts'

type OptionFieldsProps = {
  readonly section: keyof typeof optionSections
  readonly values: Readonly<Record<string, string>>
  readonly defaults: Options
  readonly onChange: (name: string, text: string) => void
  readonly isReadOnly: boolean
}

/** The options of one section; each is labelled with its name, which the documentation and Keystone use. */
export const OptionFields = ({ section, values, defaults, onChange, isReadOnly }: OptionFieldsProps) => {
  const { services } = useMessages()
  const fieldOf = (name: string): FormField => {
    const fallback = defaults[name]
    const shown = textOf(fallback)
    const choices = typeof fallback === 'boolean' ? ['true', 'false'] : optionChoices[name]
    if (choices)
      return {
        kind: 'choice',
        name,
        label: name,
        choices: [
          { value: '', label: services.defaultIs(shown) },
          ...choices.map((value) => ({ value, label: value })),
        ],
      }
    if (name === secretOption)
      return { kind: 'text', name, label: name, hint: services.secretKept, isSecret: true }
    return {
      kind: 'text',
      name,
      label: name,
      hint: shown === '' ? undefined : services.defaultIs(shown),
      isCode: true,
    }
  }
  return (
    <fieldset className="card option-fields">
      <legend>{services[section]}</legend>
      <FormFields
        fields={optionSections[section].map(fieldOf)}
        values={values}
        onChange={(name, value) => onChange(name, String(value))}
        isReadOnly={isReadOnly}
      />
    </fieldset>
  )
}
