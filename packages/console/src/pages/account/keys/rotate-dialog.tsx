import type { ApiKey } from '@muster/sdk'
import { useState } from 'react'
import { muster } from '../../../app/client.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import { useAct } from '../use-act.ts'
import type { ShownSecret } from './secret-dialog.tsx'

type RotateDialogProps = {
  readonly apiKey: ApiKey
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly onSecret: (shown: ShownSecret) => void
  readonly onDone: () => Promise<unknown>
}

/** Seconds that the old secret still works. */
const overlaps = { none: 0, hour: 3600, day: 86_400, week: 604_800 } as const

export const RotateDialog = ({ apiKey, isOpen, onClose, onSecret, onDone }: RotateDialogProps) => {
  const { account, common } = useMessages()
  const { keys } = account
  const [overlap, setOverlap] = useState<keyof typeof overlaps>('none')
  const { error, isPending, run, clear } = useAct()
  const close = () => {
    clear()
    onClose()
  }
  const rotate = () =>
    run(async () => {
      const rotation = { overlap_seconds: overlaps[overlap] }
      const { api_key, secret } = await muster.apiKeys.rotate(apiKey.id, rotation)
      close()
      onSecret({ name: api_key.name, secret })
      await onDone()
    })
  const choices = Object.keys(overlaps) as (keyof typeof overlaps)[]
  return (
    <Dialog title={keys.rotate} isOpen={isOpen} onClose={close} role="alertdialog">
      <p className="dialog-body">{keys.rotateText(apiKey.name)}</p>
      <SelectField
        label={keys.overlap}
        options={choices.map((value) => ({ value, label: keys.overlaps[value] }))}
        value={overlap}
        onChange={setOverlap}
      />
      {error === undefined ? null : <ErrorNotice error={error} />}
      <div className="dialog-actions">
        <Button onPress={close}>{common.cancel}</Button>
        <Button look="primary" isPending={isPending} onPress={() => void rotate()}>
          {keys.rotate}
        </Button>
      </div>
    </Dialog>
  )
}
