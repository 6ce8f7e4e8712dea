import type { User } from '@muster/sdk'
import { useQuery } from '@tanstack/react-query'
import { useMay } from '../../app/me.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { ObjectLink, ObjectName } from './object-name.tsx'
import { PlaceLink } from './place-link.tsx'
import { effectiveQuery, type Grant, type Place, placeKey, scopeOf, storedQuery } from './role-data.ts'

type InheritedAssignmentsProps = { readonly user: User; readonly onRevoke: (grant: Grant) => void }

/** Assignments for projects below a scope that has none yet, so that no effective role shows them. */
export const InheritedAssignments = ({ user, onRevoke }: InheritedAssignmentsProps) => {
  const { user: texts } = useMessages()
  const may = useMay(user.domain_id)
  const { data } = useQuery(storedQuery(user.id))
  const { data: effective } = useQuery(effectiveQuery(user.id))
  const isShown = (roleId: string, place: Place) =>
    effective?.items.some(({ role_id, source }) => {
      const from = source?.inherited_from
      return role_id === roleId && source?.group_id === null && from && placeKey(from) === placeKey(place)
    })
  const inherited = (data?.items ?? []).filter(
    (assignment) => assignment.inherited && !isShown(assignment.role_id, assignment.scope),
  )
  if (inherited.length === 0) return null
  return (
    <section className="card" aria-label={texts.inheritedTitle}>
      <h2>{texts.inheritedTitle}</h2>
      <ul className="user-list">
        {inherited.map(({ role_id: roleId, scope }) => (
          <li key={`${roleId} ${placeKey(scope)}`}>
            <span>
              <ObjectLink kind="role" id={roleId} /> · <PlaceLink place={scope} />
            </span>
            {may('identity:revoke_grant') ? (
              <Button
                look="quiet"
                onPress={() => onRevoke({ userId: user.id, roleId, scope: scopeOf(scope), inherited: true })}
              >
                {texts.takeAwayAct}{' '}
                <span className="visually-hidden">
                  <ObjectName kind="role" id={roleId} />
                </span>
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  )
}
