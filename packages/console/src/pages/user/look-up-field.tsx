import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import {
  Button,
  ComboBox,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
} from 'react-aria-components'
import { useMessages } from '../../messages/use-messages.ts'
import type { LookUpOption, LookUpSource } from './look-up-sources.ts'

type LookUpFieldProps = {
  readonly label: string
  readonly source: LookUpSource
  /** An id; empty: nothing. */
  readonly value: string
  readonly onChange: (id: string) => void
  readonly error?: string | undefined
  readonly isDisabled?: boolean
}

const none: readonly LookUpOption[] = []

/** Chooses an object by its name: among the first ones of a list, or any by its whole name or its id. */
export const LookUpField = ({
  label,
  source,
  value,
  onChange,
  error,
  isDisabled = false,
}: LookUpFieldProps) => {
  const { user } = useMessages()
  const [text, setText] = useState<string>()
  const { data: listed = none } = useQuery({
    queryKey: [...source.key, null],
    queryFn: ({ signal }) => source.list(undefined, signal),
  })
  const wanted = text?.trim() ?? ''
  const { data: exact = none } = useQuery({
    queryKey: [...source.key, wanted],
    queryFn: ({ signal }) => source.list(wanted, signal),
    enabled: wanted !== '' && wanted.length <= 64 && !listed.some(({ name }) => name === wanted),
  })
  const options = [...listed, ...exact.filter(({ id }) => listed.every((option) => option.id !== id))]
  const shown = text ?? options.find(({ id }) => id === value)?.name ?? value
  return (
    <ComboBox
      className="field"
      items={options.filter(
        ({ name }) => text === undefined || name.toLowerCase().includes(wanted.toLowerCase()),
      )}
      inputValue={shown}
      selectedKey={value === '' ? null : value}
      onInputChange={(typed) => {
        if (typed === shown) return
        setText(typed)
        if (typed === '') onChange('')
      }}
      onSelectionChange={(key) => {
        // Leaving the field with the typed id of an object that is not listed.
        if (key === null) return
        setText(undefined)
        onChange(String(key))
      }}
      onBlur={() => {
        const typed = options.find(({ name, id }) => name === wanted || id === wanted)
        if (text !== undefined && wanted !== '') onChange(typed?.id ?? wanted)
        setText(undefined)
      }}
      menuTrigger="focus"
      allowsCustomValue
      allowsEmptyCollection
      isDisabled={isDisabled}
      isInvalid={error !== undefined}
    >
      <Label>{label}</Label>
      <div className="combo">
        <Input className="input" />
        <Button className="combo-button">
          <span aria-hidden="true" className="chevron" />
        </Button>
      </div>
      <FieldError className="field-error">{error}</FieldError>
      <Popover className="popover">
        <ListBox<LookUpOption>
          className="list-box"
          renderEmptyState={() => <p className="hint">{user.noSuggestion}</p>}
        >
          {({ id, name }) => (
            <ListBoxItem id={id} textValue={name} className="list-box-item">
              <bdi>{name}</bdi>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}
