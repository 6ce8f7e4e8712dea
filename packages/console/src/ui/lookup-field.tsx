import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { Button, ComboBox, Input, Label, ListBox, ListBoxItem, Popover, Text } from 'react-aria-components'
import { useMessages } from '../messages/use-messages.ts'
import { describeError } from './describe-error.ts'

/** `Value`: what a field knows of an item that was chosen before. */
export type Lookup<Item, Value = Item> = {
  /** Identifies the lookup in the cache; the text is appended. */
  readonly key: readonly unknown[]
  /** The best matches, not all of them. */
  readonly find: (text: string, signal: AbortSignal) => Promise<readonly Item[]>
  readonly keyOf: (item: Item | Value) => string
  readonly textOf: (item: Item | Value) => string
  /** Tells items with the same text apart. */
  readonly noteOf?: (item: Item) => string | null
}

type LookupFieldProps<Item, Value> = {
  readonly label: string
  readonly lookup: Lookup<Item, Value>
  readonly value: Item | Value | undefined
  /** Undefined when the text was cleared. */
  readonly onChange: (item: Item | undefined) => void
  readonly placeholder?: string
  readonly hint?: string
  readonly isDisabled?: boolean
  readonly autoFocus?: boolean
}

/** Chooses one object of the server by a part of its name. */
export const LookupField = <Item, Value = Item>(props: LookupFieldProps<Item, Value>) => {
  const { label, lookup, value, onChange, placeholder, hint, isDisabled = false, autoFocus = false } = props
  const messages = useMessages()
  const chosenText = value === undefined ? '' : lookup.textOf(value)
  const [typed, setTyped] = useState<string>()
  const text = typed ?? chosenText
  const sought = useDeferredValue(typed ?? '')
  const { data, error, isFetching } = useQuery({
    queryKey: [...lookup.key, 'lookup', sought],
    queryFn: ({ signal }) => lookup.find(sought, signal),
    placeholderData: keepPreviousData,
    enabled: !isDisabled,
  })
  const items = (data ?? []).map((item) => ({ id: lookup.keyOf(item), item }))
  const choose = (key: string | number | null) => {
    const chosen = items.find(({ id }) => id === key)
    if (chosen === undefined) return
    setTyped(undefined)
    onChange(chosen.item)
  }
  const note = () => {
    if (error) return describeError(error, messages)
    return isFetching ? messages.common.loading : messages.common.nothingFound
  }
  return (
    <ComboBox
      className="field"
      items={items}
      value={value === undefined ? null : lookup.keyOf(value)}
      onChange={choose}
      inputValue={text}
      onInputChange={(next) => {
        setTyped(next === chosenText ? undefined : next)
        if (next === '' && value !== undefined) onChange(undefined)
      }}
      // What was typed and not chosen is not a value.
      onBlur={() => setTyped(undefined)}
      onOpenChange={(isOpen) => {
        if (!isOpen && value !== undefined) setTyped(undefined)
      }}
      menuTrigger="focus"
      defaultFilter={() => true}
      allowsEmptyCollection
      isDisabled={isDisabled}
      autoFocus={autoFocus}
    >
      <Label>{label}</Label>
      <div className="combo">
        <Input className="input" placeholder={placeholder ?? ''} />
        <Button className="combo-button">
          <span aria-hidden="true" className="chevron" />
        </Button>
      </div>
      {hint === undefined ? null : (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <Popover className="popover">
        <ListBox<{ id: string; item: Item }>
          className="list-box"
          renderEmptyState={() => <div className="table-note">{note()}</div>}
        >
          {({ id, item }) => {
            const more = lookup.noteOf?.(item)
            return (
              <ListBoxItem id={id} textValue={lookup.textOf(item)} className="list-box-item">
                <bdi>{lookup.textOf(item)}</bdi>
                {more ? <bdi className="hint combo-note">{more}</bdi> : null}
              </ListBoxItem>
            )
          }}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}
