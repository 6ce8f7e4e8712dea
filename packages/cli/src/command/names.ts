import type { Muster } from '@muster/sdk'
import { CommandError, UsageError } from '../usage-error.ts'

/** An object that a name or an id identifies; `label` names it to people. */
export type Named = { readonly id: string; readonly label: string }

type Finder<T> = {
  readonly get: (muster: Muster, id: string) => Promise<T>
  /** The objects with this name, in the domain if one is given. */
  readonly find: (muster: Muster, name: string, domain: { readonly domain_id?: string }) => AsyncIterable<T>[]
  readonly label: (object: T) => string
}

/** More candidates than are worth reading. */
const mostCandidates = 10

const finder = <T extends { readonly id: string }>(made: Finder<T>) => ({
  async byId(muster: Muster, id: string): Promise<Named> {
    const object = await made.get(muster, id)
    return { id: object.id, label: made.label(object) }
  },
  async byName(muster: Muster, name: string, domain: { readonly domain_id?: string }): Promise<Named[]> {
    const found = new Map<string, Named>()
    for (const objects of made.find(muster, name, domain))
      for await (const object of objects) {
        found.set(object.id, { id: object.id, label: made.label(object) })
        if (found.size === mostCandidates) break
      }
    return [...found.values()]
  },
})

const named = ({ id, name }: { readonly id: string; readonly name: string }) => `${name} (${id})`
const inDomain = ({ id, name, domain_id }: { id: string; name: string; domain_id: string | null }) =>
  `${name} (${id}${domain_id === null ? '' : `, domain ${domain_id}`})`

const withLimit = { limit: mostCandidates }

const finders = {
  user: finder({
    get: (muster, id) => muster.users.get(id),
    find: (muster, name, domain) => [
      muster.users.list({ username: name, ...domain, ...withLimit }),
      ...(name.includes('@') ? [muster.users.list({ email: name, ...domain, ...withLimit })] : []),
    ],
    label: ({ id, username, email, domain_id }) =>
      `${username} (${[email, id, `domain ${domain_id}`].filter(Boolean).join(', ')})`,
  }),
  'deleted-user': finder({
    get: (muster, id) => muster.deletedUsers.get(id),
    find: (muster, name, domain) => [muster.deletedUsers.list({ username: name, ...domain, ...withLimit })],
    label: ({ id, username, deleted_at }) => `${username} (${id}, deleted ${deleted_at})`,
  }),
  group: finder({
    get: (muster, id) => muster.groups.get(id),
    find: (muster, name, domain) => [muster.groups.list({ name, ...domain, ...withLimit })],
    label: inDomain,
  }),
  role: finder({
    get: (muster, id) => muster.roles.get(id),
    find: (muster, name, domain) => [muster.roles.list({ name, ...domain, ...withLimit })],
    label: inDomain,
  }),
  // Roles of a domain only imply global ones, so what is granted is a global role.
  'global-role': finder({
    get: (muster, id) => muster.roles.get(id),
    find: (muster, name) => [muster.roles.list({ name, ...withLimit })],
    label: inDomain,
  }),
  project: finder({
    get: (muster, id) => muster.projects.get(id),
    find: (muster, name, domain) => [muster.projects.list({ name, ...domain, ...withLimit })],
    label: inDomain,
  }),
  domain: finder({
    get: (muster, id) => muster.domains.get(id),
    find: (muster, name) => [muster.domains.list({ name, ...withLimit })],
    label: named,
  }),
  plan: finder({
    get: (muster, id) => muster.plans.get(id),
    find: (muster, name, domain) => [muster.plans.list({ name, ...domain, ...withLimit })],
    label: inDomain,
  }),
  'api-key': finder({
    get: (muster, id) => muster.apiKeys.get(id),
    find: (muster, name) => [withName(muster.apiKeys.list(withLimit), name)],
    label: named,
  }),
  webhook: finder({
    get: (muster, id) => muster.webhooks.get(id),
    find: () => [],
    label: ({ id, url }) => `${url} (${id})`,
  }),
  import: finder({
    get: (muster, id) => muster.imports.get(id),
    find: () => [],
    label: ({ id, created_at }) => `${id} (created ${created_at})`,
  }),
}

async function* withName<T extends { readonly name: string }>(objects: AsyncIterable<T>, name: string) {
  for await (const object of objects) if (object.name === name) yield object
}

export type NamedKind = keyof typeof finders

/** The kinds whose names are unique in a domain only. */
const ofDomains: ReadonlySet<NamedKind> = new Set([
  'user',
  'deleted-user',
  'group',
  'role',
  'project',
  'plan',
])

export const isOfDomain = (kind: NamedKind): boolean => ofDomains.has(kind)

const statusOf = (error: unknown): unknown => (error as { readonly status?: unknown }).status

/**
 * The object with this id or, if there is none, with this name. Throws `CommandError` if there is none, or if several
 * have the name.
 */
export const resolveName = async (
  muster: Muster,
  kind: NamedKind,
  nameOrId: string,
  domainId: string | undefined,
): Promise<Named> => {
  if (nameOrId === '') throw new UsageError(`The name or id of the ${kind} must not be empty.`)
  const { byId, byName } = finders[kind]
  const exact = await byId(muster, nameOrId).catch((error: unknown) => error)
  if (!(exact instanceof Error)) return exact as Named
  // Some callers may read objects that they may list only by id: for a name, they get a 403 here.
  if (![400, 403, 404].includes(statusOf(exact) as number)) throw exact
  const found = await byName(muster, nameOrId, domainId === undefined ? {} : { domain_id: domainId })
  const [first] = found
  if (first === undefined)
    throw new CommandError(
      'notFound',
      `There is no ${kind.replace('-', ' ')} with the name or id ${JSON.stringify(nameOrId)}${domainId === undefined ? '' : ' in this domain'}.`,
    )
  if (found.length > 1)
    throw new CommandError(
      'conflict',
      `Several objects have the name ${JSON.stringify(nameOrId)}. Use the id${isOfDomain(kind) ? ' or --domain' : ''}: ${found.map(({ label }) => label).join('; ')}.`,
    )
  return first
}
