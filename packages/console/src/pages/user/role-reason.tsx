import type { RoleAssignment } from '@muster/sdk'
import type { ReactNode } from 'react'
import { useMessages } from '../../messages/use-messages.ts'
import { ObjectLink } from './object-name.tsx'
import { PlaceLink } from './place-link.tsx'

/** One reason why a user has a role: each step names and links what gives it. */
export const RoleReason = ({ assignment }: { readonly assignment: RoleAssignment }) => {
  const { user } = useMessages()
  const { source } = assignment
  if (source === null) return null
  const { group_id: groupId, inherited_from: from, implied_by: impliedBy } = source
  const steps: ReactNode[] = []
  if (impliedBy !== null)
    steps.push(
      <>
        {user.reasons.implied} <ObjectLink kind="role" id={impliedBy} />
      </>,
    )
  if (groupId !== null)
    steps.push(
      <>
        {user.reasons.group} <ObjectLink kind="group" id={groupId} />
      </>,
    )
  if (from !== null)
    steps.push(
      <>
        {user.reasons.inherited} <PlaceLink place={from} />
      </>,
    )
  if (steps.length === 0) return user.reasons.direct
  return (
    <ul className="role-steps">
      {steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a reason never change their order
        <li key={index}>{step}</li>
      ))}
    </ul>
  )
}

/** What to do to take a role away that is not the user's own assignment. */
export const useWhereToTakeAway = (assignment: RoleAssignment): string => {
  const { user } = useMessages()
  const { source } = assignment
  if (source === null) return ''
  if (source.group_id !== null) return user.takeAway.group
  if (source.implied_by !== null) return user.takeAway.implied
  return user.takeAway.inherited
}
