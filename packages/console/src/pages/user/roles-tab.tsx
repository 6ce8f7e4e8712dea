import type { User } from '@muster/sdk'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '../../app/me.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { GrantRoleDialog } from './grant-role-dialog.tsx'
import { InheritedAssignments } from './inherited-assignments.tsx'
import { PlaceCard } from './place-card.tsx'
import { RevokeRoleDialog } from './revoke-role-dialog.tsx'
import { byPlace, effectiveQuery, type Grant, placeKey, rolesQuery } from './role-data.ts'

/** Scopes that are shown at once. */
const step = 50

/** Every role that the user has, where, and why. */
export const RolesTab = ({ user }: { readonly user: User }) => {
  const { user: texts, common } = useMessages()
  const may = useMay(user.domain_id)
  const [isGranting, setGranting] = useState(false)
  const [revoking, setRevoking] = useState<Grant>()
  const [search, setSearch] = useState('')
  const [shown, setShown] = useState(step)
  const { data, error, isPending, refetch } = useQuery(effectiveQuery(user.id))
  const { data: roles = [] } = useQuery({ ...rolesQuery, enabled: may('identity:list_roles') })
  const wanted = search.trim().toLowerCase()
  const matching = new Set(
    roles.filter(({ name }) => name.toLowerCase().includes(wanted)).map(({ id }) => id),
  )
  const rows = (data?.items ?? []).filter(({ role_id }) => wanted === '' || matching.has(role_id))
  const places = byPlace(rows)
  return (
    <>
      <div className="toolbar">
        {roles.length === 0 || (data?.items.length ?? 0) < 10 ? null : (
          <SearchField label={texts.searchRole} value={search} onChange={setSearch} />
        )}
        {may('identity:create_grant') ? (
          <Button look="primary" onPress={() => setGranting(true)}>
            {texts.grantRole}
          </Button>
        ) : null}
      </div>
      {isPending ? <p aria-busy="true">{common.loading}</p> : null}
      {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null}
      {data && places.length === 0 ? <p>{wanted === '' ? texts.noRoles : common.nothingFound}</p> : null}
      {data?.next === undefined ? null : <p className="notice">{texts.moreRoles}</p>}
      {places.slice(0, shown).map(({ place, roles: at }) => (
        <PlaceCard key={placeKey(place)} user={user} place={place} roles={at} onRevoke={setRevoking} />
      ))}
      {places.length > shown ? (
        <div>
          <Button onPress={() => setShown(shown + step)}>{texts.showMore}</Button>
        </div>
      ) : null}
      <InheritedAssignments user={user} onRevoke={setRevoking} />
      <GrantRoleDialog user={user} isOpen={isGranting} onClose={() => setGranting(false)} />
      {revoking === undefined ? null : (
        <RevokeRoleDialog user={user} grant={revoking} onClose={() => setRevoking(undefined)} />
      )}
    </>
  )
}
