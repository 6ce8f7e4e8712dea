import { Conflict, type DeletedUser } from '@muster/sdk'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { muster } from '../../app/client.ts'
import { useMay } from '../../app/me.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { DescriptionList } from '../../ui/description-list.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Form } from '../../ui/form.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { Time } from '../../ui/time.tsx'
import { announce } from '../../ui/toasts.tsx'
import { useUserAct } from './user-query.ts'

/** A user after its deletion and before its purge. A name or email that was taken meanwhile can be replaced. */
export const DeletedUserPage = ({ user }: { readonly user: DeletedUser }) => {
  const { user: texts, users } = useMessages()
  const may = useMay(user.domain_id)
  const navigate = useNavigate()
  const [username, setUsername] = useState(user.username)
  const [email, setEmail] = useState(user.email ?? '')
  const [isPurging, setPurging] = useState(false)
  const name = user.display_name ?? user.username
  const restore = useUserAct(user.id, async () => {
    await muster.deletedUsers.restore(user.id, {
      ...(username === user.username ? {} : { username }),
      ...(email === (user.email ?? '') ? {} : { email: email === '' ? null : email }),
    })
    announce(texts.restored(name))
  })
  const purge = useUserAct(user.id, () => muster.deletedUsers.purge(user.id))
  const submit = () => {
    restore.mutate()
  }
  return (
    <>
      <PageHeader title={name}>
        {may('muster:purge_user') ? (
          <Button look="danger" onPress={() => setPurging(true)}>
            {texts.purge}
          </Button>
        ) : null}
      </PageHeader>
      <div>
        <Badge tone="bad">{texts.deleted}</Badge>
      </div>
      <section className="card" aria-label={texts.deleted}>
        <p>{texts.deletedWhy}</p>
        <DescriptionList
          items={[
            [users.username, user.username],
            [users.email, user.email],
            [texts.deletedAt, <Time key="t" value={user.deleted_at} />],
            [texts.purgeAfter, <Time key="t" value={user.purge_after} />],
            [texts.userId, <code key="c">{user.id}</code>],
          ]}
        />
      </section>
      {may('muster:restore_user') ? (
        <Form
          className="card form"
          isPending={restore.isPending}
          onSubmit={submit}
          aria-label={texts.restore}
        >
          <h2>{texts.restore}</h2>
          <p>{texts.restoreWhat}</p>
          {restore.error instanceof Conflict ? (
            <>
              <TextField label={users.username} value={username} onChange={setUsername} isRequired />
              <TextField label={users.email} value={email} onChange={setEmail} type="email" />
            </>
          ) : null}
          {restore.error ? <ErrorNotice error={restore.error} /> : null}
          <div>
            <Button type="submit" look="primary" isPending={restore.isPending}>
              {texts.restore}
            </Button>
          </div>
        </Form>
      ) : null}
      <ConfirmDialog
        title={texts.purgeTitle(name)}
        act={texts.purge}
        isDanger
        isOpen={isPurging}
        onClose={() => setPurging(false)}
        onConfirm={async () => {
          await purge.mutateAsync()
          announce(texts.purged(name))
          await navigate({ to: '/users', search: {} })
        }}
      >
        {texts.purgeWhat}
      </ConfirmDialog>
    </>
  )
}
