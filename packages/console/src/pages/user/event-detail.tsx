import type { Event } from '@muster/sdk'
import { Time } from '../../ui/time.tsx'
import { ObjectName } from './object-name.tsx'
import { PlaceLink } from './place-link.tsx'
import { placeOf } from './role-data.ts'

const textOf = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(String).join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const Value = ({ name, value }: { readonly name: string; readonly value: unknown }) => {
  if (name === 'role_id' && typeof value === 'string') return <ObjectName kind="role" id={value} />
  if (name === 'target' && typeof value === 'string') return <PlaceLink place={placeOf(value)} />
  // Unix milliseconds.
  if (name.endsWith('_at') && typeof value === 'number') return <Time value={new Date(value).toISOString()} />
  const text = textOf(value)
  return <bdi className={text.length > 200 ? 'user-clamp' : undefined}>{text}</bdi>
}

/** The members of the detail, with the names of objects that are known by id. */
export const EventDetail = ({ event }: { readonly event: Event }) => {
  const members = Object.entries(event.detail).filter(([, value]) => value !== null)
  if (members.length === 0) return '–'
  return (
    <ul className="event-detail">
      {members.map(([name, value]) => (
        <li key={name}>
          <span className="hint">{name}</span> <Value name={name} value={value} />
        </li>
      ))}
    </ul>
  )
}
