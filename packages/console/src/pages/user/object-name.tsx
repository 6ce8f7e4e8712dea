import { queryOptions, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { muster } from '../../app/client.ts'

export type ObjectKind = 'user' | 'group' | 'project' | 'domain' | 'role'

const readName: Readonly<Record<ObjectKind, (id: string, signal: AbortSignal) => Promise<string>>> = {
  user: async (id, signal) => {
    const { display_name, username } = await muster.users.get(id, { signal })
    return display_name ?? username
  },
  group: async (id, signal) => (await muster.groups.get(id, { signal })).name,
  project: async (id, signal) => (await muster.projects.get(id, { signal })).name,
  domain: async (id, signal) => (await muster.domains.get(id, { signal })).name,
  role: async (id, signal) => (await muster.roles.get(id, { signal })).name,
}

export const nameQuery = (kind: ObjectKind, id: string) =>
  queryOptions({
    queryKey: ['name', kind, id],
    queryFn: ({ signal }) => readName[kind](id, signal),
    staleTime: 60_000,
  })

type ObjectNameProps = { readonly kind: ObjectKind; readonly id: string }

/** The name of an object, or its id where the caller may not see the object or while it is read. */
export const useObjectName = ({ kind, id }: ObjectNameProps): string =>
  useQuery(nameQuery(kind, id)).data ?? id

export const ObjectName = (props: ObjectNameProps) => <bdi>{useObjectName(props)}</bdi>

const pathOf = ({ kind, id }: ObjectNameProps): string =>
  // Roles have no pages of their own.
  kind === 'role' ? '/roles' : `/${kind}s/${encodeURIComponent(id)}`

/** A link to the page of an object, by its name. */
export const ObjectLink = (props: ObjectNameProps) => (
  <Link to={pathOf(props)}>
    <ObjectName {...props} />
  </Link>
)
