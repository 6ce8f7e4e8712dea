import type { GivenScope } from '@muster/sdk'
import { useQuery } from '@tanstack/react-query'
import { muster } from '../../../app/client.ts'
import { useMe } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'

type KeyScope = {
  readonly id: string
  readonly label: string
  readonly scope: GivenScope
  readonly roles: readonly { readonly id: string; readonly name: string }[]
}

/** More projects than a person chooses from; keys for others are made with the API. */
const limit = 200

/** Where the user can make a key: the scope of the session, and the projects with a direct role. */
export const useKeyScopes = (): readonly KeyScope[] => {
  const { keys } = useMessages().account
  const { authority } = useMe()
  const { data = [] } = useQuery({
    queryKey: ['me', 'key-scopes'],
    queryFn: ({ signal }) => muster.me.projects({ limit }, { signal }).toArray({ limit }),
  })
  const { scope, roles } = authority
  const here: readonly KeyScope[] =
    scope.type === 'none' || roles.length === 0
      ? []
      : [{ id: 'here', label: keys.here, scope: { type: scope.type, id: scope.id }, roles }]
  const projects = data.flatMap((own): readonly KeyScope[] => {
    const { id, name } = own.project
    if (own.roles.length === 0 || (scope.type === 'project' && scope.id === id)) return []
    return [{ id, label: name, scope: { type: 'project', id }, roles: own.roles }]
  })
  return [...here, ...projects]
}
