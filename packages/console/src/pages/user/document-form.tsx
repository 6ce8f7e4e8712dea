import type { Document, User } from '@muster/sdk'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { muster } from '../../app/client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { fieldErrorOf } from '../../ui/describe-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Form } from '../../ui/form.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { announce } from '../../ui/toasts.tsx'
import { ChangeNotice } from './change-notice.tsx'
import { useUserAct } from './user-query.ts'

type DocumentFormProps = {
  readonly user: User
  /** Absent: a new document. */
  readonly document: Document | undefined
  readonly onDone: () => void
}

/** The row of a list has no version, so a document is read before it is edited. */
export const DocumentForm = ({ user, document, onDone }: DocumentFormProps) => {
  const { common } = useMessages()
  const { data, error, refetch } = useQuery({
    queryKey: ['user', user.id, 'documents', document?.id ?? 'new'],
    queryFn: ({ signal }) => muster.documents.get(user.id, document?.id ?? '', { signal }),
    enabled: document !== undefined,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (document === undefined) return <Fields user={user} read={undefined} onDone={onDone} />
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <p aria-busy="true">{common.loading}</p>
  return <Fields user={user} read={data} onDone={onDone} />
}

type FieldsProps = Pick<DocumentFormProps, 'user' | 'onDone'> & { readonly read: Document | undefined }

const Fields = ({ user, read, onDone }: FieldsProps) => {
  const { user: texts, common } = useMessages()
  const [base, setBase] = useState(read)
  const [title, setTitle] = useState(read?.title ?? '')
  const [parts, setParts] = useState<readonly string[]>(read?.content ?? [''])
  const save = useUserAct(user.id, async () => {
    const document = { title, content: [...parts] }
    if (base === undefined) await muster.documents.create(user.id, document)
    else await muster.documents.update(user.id, base.id, document, { ifMatch: base })
    announce(common.saved)
    onDone()
  })
  const submit = () => {
    if (title.trim() !== '') save.mutate()
  }
  return (
    <Form className="form" isPending={save.isPending} onSubmit={submit}>
      <TextField
        label={texts.documentTitle}
        value={title}
        onChange={setTitle}
        isRequired
        autoFocus
        error={fieldErrorOf(save.error, 'title')}
      />
      {parts.map((part, index) => (
        <TextField
          // biome-ignore lint/suspicious/noArrayIndexKey: parts are only added at the end
          key={index}
          label={parts.length === 1 ? texts.content : texts.contentPart(index + 1)}
          rows={parts.length === 1 ? 10 : 5}
          value={part}
          onChange={(text) => setParts(parts.with(index, text))}
          error={
            fieldErrorOf(save.error, `content/${index}`) ??
            (index === 0 ? fieldErrorOf(save.error, 'content') : undefined)
          }
        />
      ))}
      <div>
        <Button look="quiet" onPress={() => setParts([...parts, ''])}>
          {texts.addPart}
        </Button>
      </div>
      <ChangeNotice
        error={save.error}
        onReload={async () => setBase(base && (await muster.documents.get(user.id, base.id)))}
      />
      <div className="dialog-actions">
        <Button onPress={onDone}>{common.cancel}</Button>
        <Button type="submit" look="primary" isPending={save.isPending} isDisabled={title.trim() === ''}>
          {common.save}
        </Button>
      </div>
    </Form>
  )
}
