import { useQuery } from '@tanstack/react-query'
import { muster } from '../../app/client.ts'
import { useMay } from '../../app/me.ts'

type Waiting = { readonly id: string; readonly resolve: (name: string | null) => void }

/** The longest condition that the server accepts has 8192 characters; an id with its quotes has up to 67. */
const most = 100

let waiting: Waiting[] = []

const load = async (batch: readonly Waiting[]): Promise<void> => {
  const ids = [...new Set(batch.map(({ id }) => id))]
  const filter = `id IN (${ids.map((id) => `'${id}'`).join(',')})`
  // A name that cannot be read is shown as its id.
  const { items } = await muster.users
    .list({ filter, limit: most })
    .page()
    .catch(() => ({ items: [] }))
  const names = new Map(items.map((user) => [user.id, user.display_name ?? user.username]))
  for (const { id, resolve } of batch) resolve(names.get(id) ?? null)
}

/** Rows that become visible together share one request. */
const nameOf = (id: string): Promise<string | null> =>
  new Promise((resolve) => {
    if (!/^[\w-]{1,64}$/.test(id)) return resolve(null)
    waiting.push({ id, resolve })
    if (waiting.length > 1) return
    setTimeout(() => {
      const all = waiting
      waiting = []
      for (let at = 0; at < all.length; at += most) void load(all.slice(at, at + most))
    }, 20)
  })

/** The name of a user; undefined while it is not known, and for users that the caller may not see. */
export const useUserName = (id: string | null): string | undefined => {
  const may = useMay()
  const { data } = useQuery({
    queryKey: ['users', 'name', id],
    queryFn: () => nameOf(id ?? ''),
    enabled: id !== null && may('identity:list_users'),
    staleTime: 60_000,
  })
  return data ?? undefined
}

/** The name of a user, or the id while the name is not known. */
export const UserName = ({ id }: { readonly id: string }) => {
  const name = useUserName(id)
  return <bdi className={name === undefined ? 'identifier' : undefined}>{name ?? id}</bdi>
}
