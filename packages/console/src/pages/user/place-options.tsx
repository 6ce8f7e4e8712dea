import { useQueries } from '@tanstack/react-query'
import { useMessages } from '../../messages/use-messages.ts'
import { SelectField } from '../../ui/select-field.tsx'
import { nameQuery } from './object-name.tsx'
import { type Place, placeKey } from './role-data.ts'

type PlaceOptionsProps = {
  readonly label: string
  readonly places: readonly Place[]
  /** The key of a place. */
  readonly value: string
  readonly onChange: (key: string) => void
}

/** Scopes that are read by name at once. */
const most = 100

export const PlaceOptions = ({ label, places, value, onChange }: PlaceOptionsProps) => {
  const { user: texts } = useMessages()
  const shown = places.slice(0, most)
  const names = useQueries({
    queries: shown.map(({ type, id }) => ({
      ...nameQuery(type === 'project' ? 'project' : 'domain', id ?? ''),
      enabled: id !== null,
    })),
  })
  const options = shown.map((place, index) => ({
    value: placeKey(place),
    label:
      place.type === 'system'
        ? texts.system
        : `${place.type === 'domain' ? texts.domain : texts.project} ${names[index]?.data ?? place.id}`,
  }))
  return <SelectField label={label} options={options} value={value} onChange={onChange} />
}
