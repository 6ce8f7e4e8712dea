import { useQuery } from '@tanstack/react-query'
import { useMessages } from '../../messages/use-messages.ts'
import type { Reason } from './matrix-cells.ts'
import { groupQuery } from './queries.ts'
import { usePlaceName } from './scope-name.tsx'

type ReasonTextProps = { readonly reason: Reason; readonly roleNameOf: (id: string) => string }

/** Why a role applies, in one or two sentences. */
export const ReasonText = ({ reason, roleNameOf }: ReasonTextProps) => {
  const { directory } = useMessages()
  const { group_id, inherited_from, implied_by } = reason
  const { data } = useQuery({ ...groupQuery(group_id ?? ''), enabled: group_id !== null })
  const place = usePlaceName(inherited_from ?? { type: 'system', id: null })
  const group = data?.name ?? group_id ?? ''
  const from = () => {
    if (group_id !== null && inherited_from !== null) return directory.whyGroupFrom(group, place)
    if (group_id !== null) return directory.whyGroup(group)
    return inherited_from === null ? undefined : directory.whyFrom(place)
  }
  const sentences = [from(), implied_by === null ? undefined : directory.whyImplied(roleNameOf(implied_by))]
  return <>{sentences.filter((sentence) => sentence !== undefined).join(' ')}</>
}
