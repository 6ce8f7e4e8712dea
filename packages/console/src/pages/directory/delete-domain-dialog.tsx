import type { Domain } from '@muster/sdk'
import { useQuery } from '@tanstack/react-query'
import { muster } from '../../app/client.ts'
import { useLanguage } from '../../messages/use-messages.ts'
import { announce } from '../../ui/toasts.tsx'
import { ActDialog } from './act-dialog.tsx'
import { useRefresh } from './queries.ts'

/** Counting further would take as long as reading. */
const mostCounted = 1000

type Counts = {
  readonly users: number
  readonly groups: number
  readonly projects: number
  readonly roles: number
}

const countIn = async (domainId: string, signal: AbortSignal): Promise<Counts> => {
  const conditions = { domain_id: domainId, limit: mostCounted }
  const lengthOf = async (list: { page: () => Promise<{ items: readonly unknown[]; next: unknown }> }) => {
    const { items, next } = await list.page()
    return next === undefined ? items.length : mostCounted + 1
  }
  const [users, groups, projects, roles] = await Promise.all([
    muster.users.count({ domain_id: domainId }, { signal }),
    lengthOf(muster.groups.list(conditions, { signal })),
    lengthOf(muster.projects.list(conditions, { signal })),
    lengthOf(muster.roles.list(conditions, { signal })),
  ])
  return { users, groups, projects, roles }
}

type DeleteDomainDialogProps = {
  readonly domain: Domain
  readonly onClose: () => void
  readonly onDeleted: () => unknown
}

/** Says what is deleted with the domain, and asks for its name. */
export const DeleteDomainDialog = ({ domain, onClose, onDeleted }: DeleteDomainDialogProps) => {
  const { messages, language } = useLanguage()
  const { common, directory } = messages
  const refresh = useRefresh()
  const { data } = useQuery({
    queryKey: ['domains', 'contents', domain.id],
    queryFn: ({ signal }) => countIn(domain.id, signal),
  })
  const numbers = new Intl.NumberFormat(language)
  const countText = (count: number) =>
    count > mostCounted ? directory.moreThan(numbers.format(mostCounted)) : numbers.format(count)
  if (domain.enabled)
    return (
      <ActDialog
        key="disable"
        title={directory.deleteDomain(domain.name)}
        act={common.disable}
        isDanger
        onClose={onClose}
        // The second step is asked in place of the first.
        onDone={() => undefined}
        onConfirm={async () => {
          await muster.domains.update(domain.id, { enabled: false }, { ifMatch: domain })
          await refresh('domains')
        }}
      >
        <p>{directory.deleteDomainFirst}</p>
        <p>{directory.disableDomainEffect}</p>
      </ActDialog>
    )
  return (
    <ActDialog
      key="delete"
      title={directory.deleteDomain(domain.name)}
      act={common.delete}
      isDanger
      typedName={domain.name}
      onClose={onClose}
      onConfirm={async () => {
        await muster.domains.delete(domain.id)
        announce(directory.deletedNotice(domain.name))
      }}
      onDone={async () => {
        await onDeleted()
        void refresh('domains', 'projects', 'groups', 'users')
      }}
    >
      <p>{directory.deleteDomainEffect}</p>
      {data === undefined ? (
        <p className="hint">{common.loading}</p>
      ) : (
        <ul>
          <li>{directory.usersCount(numbers.format(data.users), data.users)}</li>
          <li>{directory.groupsCount(countText(data.groups), data.groups)}</li>
          <li>{directory.projectsCount(countText(data.projects), data.projects)}</li>
          <li>{directory.rolesCount(countText(data.roles), data.roles)}</li>
        </ul>
      )}
    </ActDialog>
  )
}
