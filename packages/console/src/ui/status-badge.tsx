import type { User } from '@muster/sdk'
import { useMessages } from '../messages/use-messages.ts'
import { Badge } from './badge.tsx'

const tones = { active: 'good', disabled: 'bad', invited: 'warning', pending: 'warning' } as const

export const StatusBadge = ({ status }: Pick<User, 'status'>) => (
  <Badge tone={tones[status]}>{useMessages().users.statuses[status]}</Badge>
)
