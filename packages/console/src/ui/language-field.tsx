import { type Language, languages } from '@muster/messages/languages.ts'
import { useMessages } from '../messages/use-messages.ts'
import { SelectField } from './select-field.tsx'

type LanguageFieldProps = {
  readonly label: string
  /** Empty: no preference. */
  readonly value: string
  readonly onChange: (value: Language | '') => void
}

const codes = Object.keys(languages) as Language[]

/** The language that a user prefers, by its own name. */
export const LanguageField = ({ label, value, onChange }: LanguageFieldProps) => {
  const { common } = useMessages()
  return (
    <SelectField
      label={label}
      options={[
        { value: '', label: common.noPreference },
        ...codes.map((code) => ({ value: code, label: languages[code] })),
      ]}
      value={codes.find((code) => code === value) ?? ''}
      onChange={onChange}
    />
  )
}
