import { useState } from 'react'
import { muster } from '../../../app/client.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { SelectField } from '../../../ui/select-field.tsx'

type RotateSecretProps = {
  readonly webhookId: string
  readonly url: string
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly onRotated: (secret: string) => void
}

const overlaps = ['0', '3600', '86400', '604800'] as const

export const RotateSecret = ({ webhookId, url, isOpen, onClose, onRotated }: RotateSecretProps) => {
  const { webhooks } = useMessages().operations
  const [overlap, setOverlap] = useState<(typeof overlaps)[number]>('86400')
  const rotate = async () => {
    const rotation = { overlap_seconds: Number(overlap) }
    onRotated((await muster.webhooks.rotateSecret(webhookId, rotation)).secret)
  }
  return (
    <ConfirmDialog
      title={webhooks.rotate}
      act={webhooks.rotateAct}
      isOpen={isOpen}
      onClose={onClose}
      onConfirm={rotate}
    >
      <p>{webhooks.rotateAbout}</p>
      <p>
        <bdi className="identifier">{url}</bdi>
      </p>
      <SelectField
        label={webhooks.overlap}
        value={overlap}
        onChange={setOverlap}
        options={overlaps.map((value) => ({ value, label: webhooks.overlaps[value] }))}
      />
    </ConfirmDialog>
  )
}
