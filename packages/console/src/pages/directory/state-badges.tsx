import { useMessages } from '../../messages/use-messages.ts'
import { Badge } from '../../ui/badge.tsx'

type StateBadgesProps = { readonly enabled?: boolean; readonly immutable?: boolean }

export const StateBadges = ({ enabled, immutable = false }: StateBadgesProps) => {
  const { directory } = useMessages()
  return (
    <span className="badges">
      {enabled === undefined ? null : (
        <Badge tone={enabled ? 'good' : 'warning'}>{enabled ? directory.enabled : directory.disabled}</Badge>
      )}
      {immutable ? <Badge>{directory.protected}</Badge> : null}
    </span>
  )
}
