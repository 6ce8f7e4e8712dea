import type { RoleAssignment, User } from '@muster/sdk'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { ObjectLink, useObjectName } from './object-name.tsx'
import { type Grant, ownGrantOf, type RoleAt } from './role-data.ts'
import { RoleReason, useWhereToTakeAway } from './role-reason.tsx'

type RoleRowProps = {
  readonly user: User
  readonly role: RoleAt
  readonly mayRevoke: boolean
  readonly onRevoke: (grant: Grant) => void
}

const Remedy = ({ assignment }: { readonly assignment: RoleAssignment }) => (
  <span className="hint">{useWhereToTakeAway(assignment)}</span>
)

/** A role in a scope with all its reasons: the role stays as long as one of them does. */
export const RoleRow = ({ role: { roleId, reasons }, mayRevoke, onRevoke }: RoleRowProps) => {
  const { user: texts } = useMessages()
  const roleName = useObjectName({ kind: 'role', id: roleId })
  return reasons.map((reason, index) => {
    const own = ownGrantOf(reason)
    return (
      <tr key={JSON.stringify(reason.source)}>
        {index === 0 ? (
          <th scope="rowgroup" rowSpan={reasons.length}>
            <ObjectLink kind="role" id={roleId} />
          </th>
        ) : null}
        <td data-label={texts.why}>
          <RoleReason assignment={reason} />
        </td>
        <td>
          {own === undefined ? (
            <Remedy assignment={reason} />
          ) : mayRevoke ? (
            <Button look="quiet" aria-label={texts.takeAwayRole(roleName)} onPress={() => onRevoke(own)}>
              {texts.takeAwayAct}
            </Button>
          ) : null}
        </td>
      </tr>
    )
  })
}
