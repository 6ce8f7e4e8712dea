import { type ComponentProps, type FormEvent, useRef } from 'react'

type FormProps = Omit<ComponentProps<'form'>, 'onSubmit'> & {
  readonly onSubmit: () => unknown
  /** The act is under way: Enter does not send the form again. */
  readonly isPending?: boolean
}

/** A form that scripts send. */
export const Form = ({ onSubmit, isPending = false, ...props }: FormProps) => {
  const isSent = useRef(false)
  const send = async () => {
    isSent.current = true
    try {
      await onSubmit()
    } finally {
      // Mutations report that they are under way in the next turn of the event loop.
      setTimeout(() => {
        isSent.current = false
      })
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // React passes events of a dialog on to the form of the page that opened it.
    event.stopPropagation()
    if (!isPending && !isSent.current) void send()
  }
  return <form {...props} onSubmit={submit} />
}
