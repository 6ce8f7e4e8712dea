import { useMessages } from '../../messages/use-messages.ts'
import { ObjectLink, useObjectName } from './object-name.tsx'
import type { Place } from './role-data.ts'

/** Where a role applies, with a link to its page. */
export const PlaceLink = ({ place: { type, id } }: { readonly place: Place }) => {
  const { user } = useMessages()
  if (type === 'system' || id === null) return user.system
  return (
    <>
      {type === 'domain' ? user.domain : user.project} <ObjectLink kind={type} id={id} />
    </>
  )
}

/** The same as text, for titles and questions. */
export const usePlaceName = ({ type, id }: Place): string => {
  const { user } = useMessages()
  const name = useObjectName({ kind: type === 'project' ? 'project' : 'domain', id: id ?? '' })
  if (type === 'system' || id === null) return user.system
  return `${type === 'domain' ? user.domain : user.project} ${name}`
}
