import type { ReactNode } from 'react'
import { useMessages } from '../../../messages/use-messages.ts'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { ObjectLink } from '../object-link.tsx'

const shownValue = (name: string, value: unknown): ReactNode => {
  if (value === null) return null
  // `user_id`, `group_id` and the like name the type of an object.
  if (typeof value === 'string' && name.endsWith('_id'))
    return <ObjectLink type={name.slice(0, -'_id'.length)} id={value} />
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(', ')
  return JSON.stringify(value)
}

type EventDetailProps = { readonly detail: Readonly<Record<string, unknown>> }

/** The details of an event, which depend on its kind. Their names are those of the API. */
export const EventDetail = ({ detail }: EventDetailProps) => {
  const { common } = useMessages()
  const entries = Object.entries(detail)
  if (entries.length === 0) return null
  return (
    <section className="card" aria-labelledby="event-detail">
      <h2 id="event-detail">{common.details}</h2>
      <DescriptionList items={entries.map(([name, value]) => [name, shownValue(name, value)] as const)} />
    </section>
  )
}
