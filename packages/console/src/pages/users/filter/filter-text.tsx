import { MusterError } from '@muster/sdk'
import { useState } from 'react'
import { muster } from '../../../app/client.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { describeError } from '../../../ui/describe-error.ts'
import { Form } from '../../../ui/form.tsx'
import { TextField } from '../../../ui/text-field.tsx'

type FilterTextProps = {
  readonly filter: string
  /** The error of the list with this filter. */
  readonly error: unknown
  readonly onApply: (filter: string) => void
}

/** The server counts characters from 1. */
const placeOf = (error: unknown): number | undefined => {
  const found = error instanceof MusterError ? /character (\d+)/.exec(error.message)?.[1] : undefined
  return found === undefined ? undefined : Number(found) - 1
}

/** Characters shown before and after the place of an error. */
const around = 24

/** The filter as CQL2 text. It applies when the server has accepted it. */
export const FilterText = ({ filter, error: listError, onApply }: FilterTextProps) => {
  const messages = useMessages()
  const { users, common } = messages
  const [text, setText] = useState(filter)
  const [failed, setFailed] = useState<{ readonly text: string; readonly error: unknown }>()
  const [isPending, setPending] = useState(false)
  const apply = async () => {
    const tried = text.trim()
    setPending(true)
    setFailed(undefined)
    try {
      if (tried !== '') await muster.users.list({ filter: tried, limit: 1 }).page()
      onApply(tried)
    } catch (error) {
      setFailed({ text: tried, error })
    } finally {
      setPending(false)
    }
  }
  const shown = failed ?? (listError === null ? undefined : { text: filter, error: listError })
  const place = shown && placeOf(shown.error)
  return (
    <Form className="filter-text" isPending={isPending} onSubmit={apply}>
      <TextField
        label={users.filterAsText}
        hint={users.filterTextHint}
        rows={3}
        value={text}
        onChange={setText}
        error={shown && describeError(shown.error, messages)}
      />
      {shown && place !== undefined ? (
        <p className="filter-place" dir="ltr">
          <code>
            {shown.text.slice(Math.max(0, place - around), place)}
            <mark>{shown.text[place] ?? '␣'}</mark>
            {shown.text.slice(place + 1, place + around)}
          </code>
        </p>
      ) : null}
      <Button type="submit" isPending={isPending}>
        {common.apply}
      </Button>
    </Form>
  )
}
