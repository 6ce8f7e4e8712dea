import { VersionChanged } from '@muster/sdk'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { fieldErrorOf } from '../../ui/describe-error.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Form } from '../../ui/form.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useDraft } from './use-draft.ts'

export type ObjectValues = {
  readonly name: string
  readonly description: string
  /** Separated by commas. */
  readonly tags?: string
  readonly enabled?: boolean
}

type ObjectDialogProps = {
  readonly title: string
  readonly act: string
  /** Identifies the stored draft. */
  readonly draft: string
  /** The fields that are present are shown. */
  readonly initial: ObjectValues
  /** Further fields. */
  readonly children?: ReactNode
  readonly onClose: () => void
  readonly onSubmit: (values: ObjectValues) => Promise<unknown>
  /** Reads the object again after another change of it, for the next attempt. */
  readonly onReload?: () => Promise<ObjectValues>
}

/** Creates or changes an object with a name. What was typed is kept until it is saved or given up. */
export const ObjectDialog = (props: ObjectDialogProps) => {
  const { title, act, draft, initial, children, onClose, onSubmit, onReload } = props
  const { common, directory, errors } = useMessages()
  const { values, change, clear, isRestored } = useDraft(draft, initial)
  const [current, setCurrent] = useState<ObjectValues>()
  const close = () => {
    clear()
    onClose()
  }
  const { error, isPending, mutate, reset } = useMutation({
    mutationFn: () => onSubmit(values),
    onSuccess: close,
  })
  const reload = useMutation({
    mutationFn: async () => setCurrent(await onReload?.()),
    onSuccess: reset,
  })
  const submit = () => {
    mutate()
  }
  const hintOf = (field: 'name' | 'description' | 'tags') => {
    const now = current?.[field]
    return now === undefined || now === values[field] ? undefined : directory.nowOnServer(now || '–')
  }
  const [nameError, descriptionError, tagsError] = ['name', 'description', 'tags'].map((field) =>
    fieldErrorOf(error, field),
  )
  const isOfField = [nameError, descriptionError, tagsError].some((text) => text !== undefined)
  return (
    <Dialog title={title} isOpen onClose={close}>
      <Form className="form" isPending={isPending} onSubmit={submit}>
        {isRestored && current === undefined && error === null ? (
          <p className="hint">{directory.draft}</p>
        ) : null}
        {children}
        <TextField
          label={common.name}
          value={values.name}
          onChange={(name) => change({ name })}
          hint={hintOf('name')}
          error={nameError}
          maxLength={255}
          autoFocus
          isRequired
        />
        <TextField
          label={directory.description}
          value={values.description}
          onChange={(description) => change({ description })}
          hint={hintOf('description')}
          error={descriptionError}
          rows={3}
        />
        {values.tags === undefined ? null : (
          <TextField
            label={directory.tags}
            value={values.tags}
            onChange={(tags) => change({ tags })}
            hint={hintOf('tags') ?? directory.tagsHint}
            error={tagsError}
          />
        )}
        {values.enabled === undefined ? null : (
          <Checkbox isSelected={values.enabled} onChange={(enabled) => change({ enabled })}>
            {directory.enabled}
          </Checkbox>
        )}
        {error && !isOfField ? <ErrorNotice error={error} /> : null}
        {reload.error ? <ErrorNotice error={reload.error} /> : null}
        <div className="dialog-actions">
          {error instanceof VersionChanged && onReload ? (
            <Button isPending={reload.isPending} onPress={() => reload.mutate()}>
              {errors.reload}
            </Button>
          ) : null}
          <Button onPress={close}>{common.cancel}</Button>
          <Button type="submit" look="primary" isPending={isPending}>
            {act}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}

/** The tags of a text, without empty ones. */
export const readTags = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
  ),
]
