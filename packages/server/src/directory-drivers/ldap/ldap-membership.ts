import { type Entry, ExtensibleFilter, type Filter, OrFilter, PresenceFilter } from 'ldapts'
import { comparableDn, firstComponent } from './ldap-dn.ts'
import { valuesOf } from './ldap-entries.ts'
import { entryFilter, equality } from './ldap-filters.ts'
import type { LdapOptions } from './ldap-options.ts'
import type { LdapSearch } from './ldap-search.ts'

/** Active Directory's matching rule for members of nested groups. */
const inChain = '1.2.840.113556.1.4.1941'

/** Members of one group that are read. */
const mostMembers = 20_000
/** Alternatives of one filter. */
const idsPerSearch = 100

const chain = (attribute: string, dn: string): Filter =>
  new ExtensibleFilter({ matchType: attribute, rule: inChain, value: dn })

/** How a group names this user. */
export const memberFilter = (
  { members }: Pick<LdapOptions, 'members'>,
  user: { readonly dn: string; readonly localId: string },
): Filter => {
  if (members.areIds) return equality(members.attribute, user.localId)
  return members.nested ? chain(members.attribute, user.dn) : equality(members.attribute, user.dn)
}

type Parts = {
  readonly search: LdapSearch
  readonly options: LdapOptions
  readonly attributes: readonly string[]
}

const usersById = async (ids: readonly string[], { search, options, attributes }: Parts) => {
  const { user } = options
  const rows: Entry[] = []
  for (let at = 0; at < ids.length; at += idsPerSearch) {
    const some = ids.slice(at, at + idsPerSearch).map((id) => equality(user.id, id))
    const filter = entryFilter(user, 'user_filter', [new OrFilter({ filters: some })])
    rows.push(...(await search({ base: user.tree, scope: options.scope, filter, attributes })).rows)
  }
  return rows
}

/** Entries that their DN names, where the DN does not contain their id. */
const usersByDn = async (dns: readonly string[], { search, options, attributes }: Parts) => {
  const filter = entryFilter(options.user, 'user_filter')
  const rows: Entry[] = []
  for (const base of dns) rows.push(...(await search({ base, scope: 'base', filter, attributes })).rows)
  return rows
}

/** The user entries of a group. Members that are no users of the configured tree and filter are left out. */
export const readMembers = async (group: Entry, parts: Parts): Promise<readonly Entry[]> => {
  const { options, search, attributes } = parts
  const { user, members } = options
  if (members.nested && !members.areIds) {
    const filter = entryFilter(user, 'user_filter', [chain('memberOf', group.dn)])
    return (await search({ base: user.tree, scope: options.scope, filter, attributes, limit: mostMembers }))
      .rows
  }
  const values = valuesOf(group, members.attribute).slice(0, mostMembers)
  if (members.areIds) return usersById(values, parts)
  const ids: string[] = []
  const others: string[] = []
  const wanted = new Set(values.map(comparableDn))
  for (const dn of values) {
    const first = firstComponent(dn)
    if (first?.attribute.toLowerCase() === user.id.toLowerCase()) ids.push(first.value)
    else others.push(dn)
  }
  const found = await usersById(ids, parts)
  // Another entry of the tree may have the same id.
  const named = found.filter(({ dn }) => wanted.has(comparableDn(dn)))
  return [...named, ...(await usersByDn(others, parts))]
}

/** Whether an entry is in the group that emulates the attribute `enabled`, for many entries at once. */
export const readEnabledMembers = async ({
  options,
  search,
}: Omit<Parts, 'attributes'>): Promise<(entry: Entry) => boolean> => {
  const { enabled, members, user } = options
  if (!enabled.emulated) return () => false
  const attribute = enabled.usesGroupOptions ? members.attribute : 'member'
  const { rows } = await search({
    base: enabled.groupDn,
    scope: 'base',
    filter: new PresenceFilter({ attribute: 'objectClass' }),
    attributes: [attribute],
  })
  const values = new Set(rows.flatMap((group) => valuesOf(group, attribute)).map(comparableDn))
  if (enabled.usesGroupOptions && members.areIds)
    return (entry) => valuesOf(entry, user.id).some((id) => values.has(comparableDn(id)))
  return ({ dn }) => values.has(comparableDn(dn))
}
