import { useState } from 'react'
import { useMessages } from '../../messages/use-messages.ts'
import { announce } from '../../ui/toasts.tsx'
import { ObjectDialog, type ObjectValues } from './object-dialog.tsx'

type EditDialogProps<T> = {
  readonly title: string
  readonly draft: string
  readonly object: T
  readonly valuesOf: (object: T) => ObjectValues
  /** Reads the object again. */
  readonly reload: () => Promise<T>
  /** `base`: the object as it was when the dialog opened, for `ifMatch`. */
  readonly save: (values: ObjectValues, base: T) => Promise<unknown>
  readonly onClose: () => void
}

export const EditDialog = <T,>({ object, valuesOf, reload, save, ...props }: EditDialogProps<T>) => {
  const { common } = useMessages()
  // Not the object of the page, which is read again while the dialog is open.
  const [base, setBase] = useState(object)
  return (
    <ObjectDialog
      {...props}
      act={common.save}
      initial={valuesOf(base)}
      onReload={async () => {
        const now = await reload()
        setBase(now)
        return valuesOf(now)
      }}
      onSubmit={async (values) => {
        await save(values, base)
        announce(common.saved)
      }}
    />
  )
}
