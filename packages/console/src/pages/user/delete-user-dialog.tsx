import type { Page, User } from '@muster/sdk'
import { useQuery } from '@tanstack/react-query'
import { muster } from '../../app/client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { announce } from '../../ui/toasts.tsx'
import { useUserAct } from './user-query.ts'

/** Counted up to this many. */
const limit = 100

type Count = { readonly count: number; readonly more: boolean }

/** The number of objects, or nothing where the caller may not list them. */
const countOf = async (page: Promise<Page<unknown, string>>): Promise<Count | undefined> => {
  try {
    const { items, next } = await page
    return { count: items.length, more: next !== undefined }
  } catch {
    return undefined
  }
}

const consequencesOf = async ({ id }: User, signal: AbortSignal) => {
  const options = { signal }
  const [sessions, keys, roles, groups, documents] = await Promise.all([
    countOf(muster.sessions.listOfUser(id, { limit }, options).page()),
    countOf(muster.apiKeys.list({ user_id: id, limit }, options).page()),
    countOf(muster.assignments.list({ user_id: id, limit }, options).page()),
    countOf(muster.groups.ofUser(id, { limit }, options).page()),
    countOf(muster.documents.list(id, { limit }, options).page()),
  ])
  return { sessions, keys, roles, groups, documents }
}

const goingAlong = ['sessions', 'keys', 'roles', 'groups'] as const

export const DeleteUserDialog = ({
  user,
  onClose,
}: {
  readonly user: User
  readonly onClose: () => void
}) => {
  const { user: texts, common } = useMessages()
  const name = user.display_name ?? user.username
  const { data } = useQuery({
    queryKey: ['user', user.id, 'consequences'],
    queryFn: ({ signal }) => consequencesOf(user, signal),
  })
  const remove = useUserAct(user.id, () => muster.users.delete(user.id))
  return (
    <ConfirmDialog
      title={texts.deleteTitle(name)}
      act={common.delete}
      isDanger
      isOpen
      onClose={onClose}
      onConfirm={async () => {
        await remove.mutateAsync()
        announce(texts.userDeleted(name))
      }}
    >
      <p>{texts.deleteWhat}</p>
      {data === undefined ? <p aria-busy="true">{common.loading}</p> : null}
      <ul>
        {goingAlong.map((part) => {
          const found = data?.[part]
          return found === undefined || found.count === 0 ? null : (
            <li key={part}>
              {found.more ? '> ' : ''}
              {texts.counts[part](found.count)}
            </li>
          )
        })}
      </ul>
      <p>
        {texts.deleteKeeps}{' '}
        {data?.documents && data.documents.count > 0 ? texts.keepsDocuments(data.documents.count) : ''}
      </p>
    </ConfirmDialog>
  )
}
