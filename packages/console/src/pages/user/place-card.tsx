import type { User } from '@muster/sdk'
import { useMay } from '../../app/me.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { PlaceLink, usePlaceName } from './place-link.tsx'
import type { Grant, Place, RoleAt } from './role-data.ts'
import { RoleRow } from './role-row.tsx'

type PlaceCardProps = {
  readonly user: User
  readonly place: Place
  readonly roles: readonly RoleAt[]
  readonly onRevoke: (grant: Grant) => void
}

/** The roles of a user on the system, on a domain or on a project. */
export const PlaceCard = ({ user, place, roles, onRevoke }: PlaceCardProps) => {
  const { user: texts, common } = useMessages()
  const may = useMay(user.domain_id)
  const name = usePlaceName(place)
  const mayRevoke = may(
    place.type === 'system' ? 'identity:revoke_system_grant_for_user' : 'identity:revoke_grant',
  )
  return (
    <section className="card" aria-label={name}>
      <h2>
        <PlaceLink place={place} />
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="user-table role-table" aria-label={texts.rolesOf(name)} tabIndex={0}>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{texts.role}</th>
              <th scope="col">{texts.why}</th>
              <th scope="col">{common.actions}</th>
            </tr>
          </thead>
          <tbody>
            {roles.map((role) => (
              <RoleRow key={role.roleId} user={user} role={role} mayRevoke={mayRevoke} onRevoke={onRevoke} />
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}
