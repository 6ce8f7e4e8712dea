import { Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'

type ColumnsButtonProps = {
  readonly all: readonly { readonly id: string; readonly header: string }[]
  readonly chosen: readonly string[]
  readonly onChange: (ids: readonly string[]) => void
}

export const ColumnsButton = ({ all, chosen, onChange }: ColumnsButtonProps) => {
  const { common } = useMessages()
  return (
    <DialogTrigger>
      <Button>{common.columns}</Button>
      <Popover className="popover">
        <Dialog aria-label={common.columns} className="column-choice">
          {all.map(({ id, header }) => (
            <Checkbox
              key={id}
              isSelected={chosen.includes(id)}
              // One column is always shown.
              isDisabled={chosen.length === 1 && chosen.includes(id)}
              onChange={(isChosen) =>
                onChange(isChosen ? [...chosen, id] : chosen.filter((other) => other !== id))
              }
            >
              {header}
            </Checkbox>
          ))}
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
