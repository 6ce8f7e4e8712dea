import type { Import } from '@muster/sdk'
import { useMessages } from '../../../messages/use-messages.ts'
import { Badge } from '../../../ui/badge.tsx'

const tones = { waiting: 'neutral', running: 'warning', stopped: 'bad', done: 'good' } as const

export const JobState = ({ state }: Pick<Import, 'state'>) => {
  const { states } = useMessages().operations.jobs
  return <Badge tone={tones[state]}>{states[state]}</Badge>
}

/** Why a job stopped, in words where there are some for the code. */
export const useStopReason = (): ((code: string | null) => string | null) => {
  const { stopReasons } = useMessages().operations.jobs
  return (code) =>
    code !== null && Object.hasOwn(stopReasons, code) ? stopReasons[code as keyof typeof stopReasons] : code
}
