import type { Delivery } from '@muster/sdk'
import { useMessages } from '../../../messages/use-messages.ts'
import { Badge } from '../../../ui/badge.tsx'

const tones = { queued: 'warning', delivered: 'good', dead: 'bad' } as const

export const DeliveryState = ({ state }: Pick<Delivery, 'state'>) => {
  const { deliveryStates } = useMessages().operations.webhooks
  return <Badge tone={tones[state]}>{deliveryStates[state]}</Badge>
}
