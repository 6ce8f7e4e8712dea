import type { Message } from '@muster/sdk'
import { useMessages } from '../../../messages/use-messages.ts'
import { Badge } from '../../../ui/badge.tsx'

const tones = { queued: 'warning', sent: 'good', dead: 'bad' } as const

export const MailState = ({ state }: Pick<Message, 'state'>) => {
  const { states } = useMessages().operations.mail
  return <Badge tone={tones[state]}>{states[state]}</Badge>
}

/** What an email is about; the name of a template that this version does not know is shown as it is. */
export const useTemplateName = (): ((template: string) => string) => {
  const { templates } = useMessages().operations.mail
  return (template) =>
    Object.hasOwn(templates, template) ? templates[template as keyof typeof templates] : template
}
