import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components'

type SelectFieldProps<Value extends string> = {
  readonly label: string
  readonly options: readonly { readonly value: Value; readonly label: string }[]
  readonly value: Value | null
  readonly onChange: (value: Value) => void
  readonly isDisabled?: boolean
  /** Shown while nothing is chosen. */
  readonly placeholder?: string
}

export const SelectField = <Value extends string>({
  label,
  options,
  value,
  onChange,
  isDisabled = false,
  placeholder = '–',
}: SelectFieldProps<Value>) => (
  <Select
    className="field"
    // Without options, such as while they are loaded, it would not open.
    isDisabled={isDisabled || options.length === 0}
    placeholder={placeholder}
    value={value}
    onChange={(key) => {
      const chosen = options.find((option) => option.value === key)
      if (chosen) onChange(chosen.value)
    }}
  >
    <Label>{label}</Label>
    <Button className="input select-button">
      <SelectValue />
      <span aria-hidden="true" className="chevron" />
    </Button>
    <Popover className="popover">
      <ListBox className="list-box" items={options}>
        {(option) => (
          <ListBoxItem id={option.value} textValue={option.label} className="list-box-item">
            {option.label}
          </ListBoxItem>
        )}
      </ListBox>
    </Popover>
  </Select>
)
