import { useState } from 'react'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Form } from '../../ui/form.tsx'
import { type FormField, FormFields, type Values } from './form-fields.tsx'

type FormDialogProps = {
  readonly title: string
  readonly text?: string | undefined
  /** The act, such as “Create”. */
  readonly act: string
  readonly fields: readonly FormField[]
  readonly initial: Values
  /** Errors by field; the form is sent when there are none. */
  readonly check?: (values: Values) => Readonly<Record<string, string | undefined>>
  /** The dialog closes when it is done; otherwise it shows the error, with everything that was typed. */
  readonly onSubmit: (values: Values) => Promise<unknown>
  readonly onClose: () => void
  /** A further act on the object, such as its deletion. */
  readonly other?: { readonly label: string; readonly onPress: () => void } | undefined
}

/** Errors of required texts that are empty. */
const missingOf = (fields: readonly FormField[], values: Values, text: string) =>
  Object.fromEntries(
    fields
      .filter(
        (field) =>
          field.kind === 'text' &&
          field.isRequired &&
          (field.isShown?.(values) ?? true) &&
          values[field.name] === '',
      )
      .map(({ name }) => [name, text]),
  )

/** A form in a dialog. Render it while it is open. */
export const FormDialog = (props: FormDialogProps) => {
  const { title, text, act, fields, initial, check, onSubmit, onClose, other } = props
  const { common, services } = useMessages()
  const [values, setValues] = useState(initial)
  const [errors, setErrors] = useState<Readonly<Record<string, string | undefined>>>({})
  const [error, setError] = useState<unknown>()
  const [isPending, setPending] = useState(false)
  const submit = async () => {
    const found = { ...missingOf(fields, values, services.required), ...check?.(values) }
    setErrors(found)
    if (Object.values(found).some((problem) => problem !== undefined)) return
    setPending(true)
    setError(undefined)
    try {
      await onSubmit(values)
      onClose()
    } catch (thrown) {
      setError(thrown)
      setPending(false)
    }
  }
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <Form className="form" isPending={isPending} onSubmit={submit}>
        {text === undefined ? null : <p className="hint">{text}</p>}
        <FormFields
          autoFocus
          fields={fields}
          values={values}
          errors={errors}
          onChange={(name, value) => setValues((before) => ({ ...before, [name]: value }))}
        />
        {error === undefined ? null : <ErrorNotice error={error} />}
        <div className="dialog-actions">
          {other === undefined ? null : (
            <Button look="danger" onPress={other.onPress}>
              {other.label}
            </Button>
          )}
          <Button onPress={onClose}>{common.cancel}</Button>
          <Button type="submit" look="primary" isPending={isPending}>
            {act}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
