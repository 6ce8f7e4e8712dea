import type { FuzzAssertion, FuzzMapping } from './generate.ts'

type Requirement = {
  readonly type: string
  readonly regex?: boolean
  readonly any_one_of?: readonly string[]
  readonly not_any_of?: readonly string[]
  readonly whitelist?: readonly string[]
  readonly blacklist?: readonly string[]
}
type Domain = { readonly id?: string; readonly name?: string }
type Local = {
  readonly user?: { readonly id?: string; readonly name?: string; readonly domain?: Domain }
  readonly group?: { readonly id?: string; readonly name?: string; readonly domain?: Domain }
  readonly groups?: string
  readonly group_ids?: string
  readonly projects?: readonly {
    readonly name: string
    readonly domain?: Domain
    readonly roles: readonly { readonly name: string }[]
  }[]
  readonly domain?: Domain
}
type Rule = { readonly remote: readonly Requirement[]; readonly local: readonly Local[] }

/** What the matching rules name: literally, or by the values that the remote part feeds. */
export type Named = {
  readonly matches: boolean
  readonly userIds: ReadonlySet<string>
  readonly userNames: ReadonlySet<string>
  readonly groupIds: ReadonlySet<string>
  readonly groupNames: ReadonlySet<string>
  readonly projects: ReadonlySet<string>
  readonly roles: ReadonlySet<string>
  readonly domains: ReadonlySet<string>
}

const hits = (value: string, listed: readonly string[], regex: boolean | undefined) =>
  listed.some((one) => (regex ? new RegExp(one, 'u').test(value) : one === value))

/** The values that each requirement feeds; undefined where the rule does not match. */
const fed = (remote: readonly Requirement[], assertion: FuzzAssertion): string[][] | undefined => {
  const lists: string[][] = []
  for (const { type, regex, any_one_of, not_any_of, whitelist, blacklist } of remote) {
    const values = Object.entries(assertion)
      .find(([name]) => name === type)?.[1]
      .join(';')
      .split(';')
    if (!values || Object.entries(assertion).find(([name]) => name === type)?.[1].length === 0)
      return undefined
    if (any_one_of && !values.some((value) => hits(value, any_one_of, regex))) return undefined
    if (not_any_of && values.some((value) => hits(value, not_any_of, regex))) return undefined
    if (any_one_of || not_any_of) continue
    const kept = values.filter(
      (value) =>
        (!whitelist || hits(value, whitelist, regex)) && !(blacklist && hits(value, blacklist, regex)),
    )
    lists.push(blacklist || (whitelist && !regex) ? [...new Set(kept)] : kept)
  }
  return lists
}

const quote = (value: string) =>
  (value.includes("'") && !value.includes('"')
    ? `"${value}"`
    : `'${value.replaceAll("'", "\\'")}'`
  ).replaceAll('\0', '\\x00')

/** The text of a template, and each value where it is one value alone. */
const texts = (template: string, lists: readonly string[][]): readonly string[] => {
  const alone = /^\{(\d+)\}$/.exec(template)
  const whole = template.replace(/\{\{|\}\}|\{(\d+)\}/g, (found, index) => {
    if (index === undefined) return found.slice(1)
    const values = lists[Number(index)] ?? []
    return values.length === 1 ? `${values[0]}` : `[${values.map(quote).join(', ')}]`
  })
  return [whole, ...(alone ? (lists[Number(alone[1])] ?? []) : [])]
}

/** `groups` and `group_ids`: a list that the mapping writes, or a template. */
const listed = (text: string, lists: readonly string[][]): readonly string[] =>
  text.startsWith('[') ? [...text.matchAll(/'([^']*)'/g)].map(([, one = '']) => one) : texts(text, lists)

/** The name of a group; that of a group in JSON, too. */
const groupNames = (text: string): readonly string[] => {
  if (!text.startsWith('JSON:')) return [text]
  const { name } = JSON.parse(text.slice(5))
  return typeof name === 'string' ? [name] : []
}

export const namedBy = ({ rules }: FuzzMapping, assertion: FuzzAssertion): Named => {
  const named = {
    matches: false,
    userIds: new Set<string>(),
    userNames: new Set<string>(),
    groupIds: new Set<string>(),
    groupNames: new Set<string>(),
    projects: new Set<string>(),
    roles: new Set<string>(),
    domains: new Set<string>(),
  }
  for (const { remote, local } of rules as readonly Rule[]) {
    const lists = fed(remote, assertion)
    if (!lists) continue
    const add = (set: Set<string>, ...templates: readonly (string | undefined)[]) => {
      for (const template of templates)
        if (template !== undefined) for (const text of texts(template, lists)) set.add(text)
    }
    for (const { user, group, groups, group_ids, projects, domain } of local) {
      named.matches = true
      add(named.userIds, user?.id)
      add(named.userNames, user?.name)
      add(named.groupIds, group?.id)
      add(named.groupNames, group?.name)
      for (const text of listed(groups ?? '', lists))
        for (const one of groupNames(text)) named.groupNames.add(one)
      for (const text of listed(group_ids ?? '', lists)) named.groupIds.add(text)
      for (const { name, roles, domain: own } of projects ?? []) {
        add(named.projects, name)
        for (const role of roles) add(named.roles, role.name)
        add(named.domains, own?.id, own?.name)
      }
      for (const one of [domain, user?.domain, group?.domain]) add(named.domains, one?.id, one?.name)
    }
  }
  // The domain of a group in JSON.
  if (Object.values(assertion).flat().join(';').includes('JSON:')) named.domains.add('d')
  return named
}
