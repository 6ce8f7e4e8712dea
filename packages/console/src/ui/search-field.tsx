import { useEffect, useRef, useState } from 'react'
import { SearchField as AriaSearchField, Input, Label } from 'react-aria-components'

type SearchFieldProps = {
  readonly label: string
  readonly value: string
  /** Called when typing pauses. */
  readonly onChange: (text: string) => void
}

/** Milliseconds without a key after which a search starts. A search that is superseded is cancelled. */
const pause = 10

export const SearchField = ({ label, value, onChange }: SearchFieldProps) => {
  const [text, setText] = useState(value)
  const sent = useRef(value)
  useEffect(() => {
    // The address changed by other means, such as the back button.
    if (value !== sent.current) setText(value)
    sent.current = value
  }, [value])
  useEffect(() => {
    if (text === sent.current) return
    const timer = setTimeout(() => {
      sent.current = text
      onChange(text)
    }, pause)
    return () => clearTimeout(timer)
  }, [text, onChange])
  return (
    <AriaSearchField className="field search-field" value={text} onChange={setText}>
      <Label className="visually-hidden">{label}</Label>
      <Input className="input" placeholder={label} />
    </AriaSearchField>
  )
}
