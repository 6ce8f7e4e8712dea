import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { announce } from '../../../ui/toasts.tsx'

type DeleteJobProps = {
  readonly title: string
  readonly about: string
  readonly onDelete: () => Promise<void>
  readonly kind: 'imports' | 'bulk-jobs'
}

/** Deletes the record of an import or a bulk job; what it has changed stays. */
export const DeleteJob = ({ title, about, onDelete, kind }: DeleteJobProps) => {
  const { operations, common } = useMessages()
  const [isOpen, setOpen] = useState(false)
  const client = useQueryClient()
  const navigate = useNavigate()
  const remove = async () => {
    await onDelete()
    announce(operations.jobs.deleted)
    await navigate({ to: '/jobs', search: kind === 'bulk-jobs' ? { tab: 'bulk' } : {} })
    void client.invalidateQueries({ queryKey: [kind, 'list'] })
  }
  return (
    <>
      <Button onPress={() => setOpen(true)}>{common.delete}</Button>
      <ConfirmDialog
        title={title}
        act={common.delete}
        isDanger
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        onConfirm={remove}
      >
        <p>{about}</p>
      </ConfirmDialog>
    </>
  )
}
