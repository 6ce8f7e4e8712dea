import {
  Button,
  ComboBox,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Text,
} from 'react-aria-components'

type Suggestion = { readonly value: string; readonly about?: string }

type SuggestionFieldProps = {
  readonly label: string
  /** Any other text is accepted too. */
  readonly suggestions: readonly Suggestion[]
  readonly value: string
  readonly onChange: (value: string) => void
  readonly hint?: string
  readonly error?: string | undefined
}

/** A text field that offers values while the user types. */
export const SuggestionField = ({
  label,
  suggestions,
  value,
  onChange,
  hint,
  error,
}: SuggestionFieldProps) => (
  <ComboBox
    className="field suggestion-field"
    allowsCustomValue
    menuTrigger="input"
    inputValue={value}
    onInputChange={onChange}
    isInvalid={error !== undefined}
    validationBehavior="aria"
    defaultItems={suggestions.map((suggestion) => ({ id: suggestion.value, ...suggestion }))}
  >
    <Label>{label}</Label>
    <div className="combo">
      <Input className="input" />
      <Button className="combo-button">
        <span aria-hidden="true" className="chevron" />
      </Button>
    </div>
    {hint === undefined ? null : (
      <Text slot="description" className="hint">
        {hint}
      </Text>
    )}
    <FieldError className="field-error">{error}</FieldError>
    <Popover className="popover">
      <ListBox<Suggestion & { readonly id: string }> className="list-box">
        {(suggestion) => (
          <ListBoxItem id={suggestion.id} textValue={suggestion.value} className="list-box-item">
            <Text slot="label">{suggestion.value}</Text>
            {suggestion.about === undefined ? null : (
              <Text slot="description" className="hint suggestion-about">
                {suggestion.about}
              </Text>
            )}
          </ListBoxItem>
        )}
      </ListBox>
    </Popover>
  </ComboBox>
)
