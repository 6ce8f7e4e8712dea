import type { ComponentProps, FormEvent } from 'react'

type FormProps = Omit<ComponentProps<'form'>, 'onSubmit'> & {
  readonly onSubmit: () => unknown
  /** The act is under way: Enter does not send the form again. */
  readonly isPending?: boolean
}

/** A form that scripts send. */
export const Form = ({ onSubmit, isPending = false, ...props }: FormProps) => {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // React passes events of a dialog on to the form of the page that opened it.
    event.stopPropagation()
    if (!isPending) onSubmit()
  }
  return <form {...props} onSubmit={submit} />
}
