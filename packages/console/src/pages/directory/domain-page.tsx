import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { muster } from '../../app/client.ts'
import { useMay } from '../../app/me.ts'
import { queryClient } from '../../app/query-client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { DescriptionList } from '../../ui/description-list.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Time } from '../../ui/time.tsx'
import { announce } from '../../ui/toasts.tsx'
import { ActDialog } from './act-dialog.tsx'
import { DeleteDomainDialog } from './delete-domain-dialog.tsx'
import './directory.css'
import { EditDialog } from './edit-dialog.tsx'
import { ObjectMenu } from './object-menu.tsx'
import { domainQuery, useRefresh } from './queries.ts'
import { StateBadges } from './state-badges.tsx'
import { useUndo } from './use-undo.ts'

export const DomainPage = () => {
  const { common, directory } = useMessages()
  const { domainId } = useParams({ from: '/shell/domains/$domainId' })
  const { act } = useSearch({ from: '/shell/domains/$domainId' })
  const { data: domain } = useSuspenseQuery(domainQuery(domainId))
  const navigate = useNavigate({ from: '/domains/$domainId' })
  const may = useMay(domainId)
  const refresh = useRefresh()
  const undo = useUndo()
  const open = (next: string | undefined) =>
    navigate({ search: next === undefined ? {} : { act: next }, replace: true })
  const close = () => open(undefined)
  const change = async (changes: { enabled?: boolean; immutable?: boolean }) => {
    await muster.domains.update(domainId, changes, { ifMatch: domain })
    await refresh('domains')
  }
  const enable = async () => {
    await change({ enabled: true })
    announce(directory.domainEnabled(domain.name))
  }
  return (
    <>
      <PageHeader title={domain.name} trail={<Link to="/domains">{directory.domains}</Link>}>
        <ObjectMenu
          object={domain}
          mayChange={may('identity:update_domain')}
          mayDelete={may('identity:delete_domain')}
          onAct={open}
          onEnable={enable}
          onProtect={(immutable) => change({ immutable })}
        />
      </PageHeader>
      <section className="card" aria-label={common.details}>
        <StateBadges {...domain} />
        <DescriptionList
          items={[
            [directory.description, domain.description || null],
            [common.id, domain.id],
            [directory.created, <Time key="created" value={domain.created_at} />],
            [directory.changed, <Time key="changed" value={domain.updated_at} />],
          ]}
        />
        <nav aria-label={directory.domain} className="link-row">
          {may('identity:list_projects') ? (
            <Link to="/projects" search={{ domain: domainId }}>
              {directory.projects}
            </Link>
          ) : null}
          {may('identity:list_groups') ? (
            <Link to="/groups" search={{ domain: domainId }}>
              {directory.groups}
            </Link>
          ) : null}
          {may('identity:list_domain_roles') ? (
            <Link to="/roles" search={{ domain: domainId }}>
              {directory.roles}
            </Link>
          ) : null}
          {may('identity:list_role_assignments') ? (
            <Link to="/assignments" search={{ scope: `domain:${domainId}` }}>
              {directory.whoMay}
            </Link>
          ) : null}
        </nav>
      </section>
      {act === 'edit' ? (
        <EditDialog
          title={directory.editDomain}
          draft={`domain.${domainId}`}
          object={domain}
          valuesOf={({ name, description }) => ({ name, description })}
          onClose={close}
          reload={() => queryClient.fetchQuery({ ...domainQuery(domainId), staleTime: 0 })}
          save={async ({ name, description }, base) => {
            await muster.domains.update(domainId, { name, description }, { ifMatch: base })
            await refresh('domains')
          }}
        />
      ) : null}
      {act === 'disable' ? (
        <ActDialog
          title={directory.disableDomain(domain.name)}
          act={common.disable}
          isDanger
          onClose={close}
          onConfirm={async () => {
            await change({ enabled: false })
            announce(
              directory.domainDisabled(domain.name),
              undo(() => enableAgain(domainId, refresh)),
            )
          }}
        >
          {directory.disableDomainEffect}
        </ActDialog>
      ) : null}
      {act === 'delete' ? (
        <DeleteDomainDialog
          domain={domain}
          onClose={close}
          onDeleted={() => navigate({ to: '/domains', search: {} })}
        />
      ) : null}
    </>
  )
}

const enableAgain = async (domainId: string, refresh: (...keys: readonly string[]) => Promise<unknown>) => {
  await muster.domains.update(domainId, { enabled: true })
  await refresh('domains')
}
