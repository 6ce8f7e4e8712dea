import type { RoleAssignment } from '@muster/sdk'
import { useMessages } from '../../messages/use-messages.ts'
import { useDomainName, useProjectName } from './names.tsx'

export type Place = RoleAssignment['scope']

/** `domain:<id>` and the like, as addresses and the API write a scope. */
export const scopeText = ({ type, id }: Place) =>
  type === 'system' || id === null ? ('system' as const) : (`${type}:${id}` as const)

export const readScope = (text: string): Place => {
  const [, type, id] = /^(domain|project):(.+)$/s.exec(text) ?? []
  if (type === undefined || id === undefined) return { type: 'system', id: null }
  return { type: type === 'domain' ? 'domain' : 'project', id }
}

/** “on the project web” */
export const usePlaceName = ({ type, id }: Place): string => {
  const { directory } = useMessages()
  const domain = useDomainName(type === 'domain' ? (id ?? undefined) : undefined)
  const project = useProjectName(type === 'project' ? (id ?? undefined) : undefined)
  if (type === 'system') return directory.onSystem
  return type === 'domain' ? directory.onDomain(domain) : directory.onProject(project)
}

export const PlaceName = ({ place }: { readonly place: Place }) => <>{usePlaceName(place)}</>
