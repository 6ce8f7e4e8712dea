import type { KeystoneClient } from './keystone-client.ts'
import type { ComparedList, ComparedPath } from './keystone-lists.ts'

export type Difference = {
  readonly path: string
  readonly id: string
  readonly what: 'only at Keystone' | 'only at Muster' | 'different'
  /** The attributes that differ; values can be secrets and are not shown. */
  readonly attributes: readonly string[]
}

export type Comparison = {
  readonly path: string
  readonly objects: number
  readonly requests: number
  readonly differences: readonly Difference[]
}

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Keystone shows the fraction of a second of some times as zero, and Muster stores milliseconds of others. */
const time = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.\d{6}(Z?)$/

/** Keystone shows an application credential that was created without this attribute with null. */
const orFalse = (name: string, value: unknown): unknown =>
  name === 'unrestricted' && value === null ? false : value

/** Addresses differ between the servers, and the order of a list has no meaning. */
export const normalized = (value: unknown): unknown => {
  if (typeof value === 'string') return value.replace(time, '$1$2')
  if (Array.isArray(value))
    return value.map(normalized).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  if (!isObject(value)) return value
  const members = Object.entries(value).filter(([name]) => name !== 'links' && !name.endsWith('_links'))
  return Object.fromEntries(
    members
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, normalized(orFalse(name, member))]),
  )
}

const attributesOf = (one: unknown, other: unknown): readonly string[] => {
  if (!isObject(one) || !isObject(other)) return []
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])]
  return names.filter((name) => JSON.stringify(one[name]) !== JSON.stringify(other[name])).sort()
}

/** An object without an id, such as a role assignment, is its own id. */
const idOf = (value: unknown): string =>
  isObject(value) && typeof value['id'] === 'string' ? value['id'] : JSON.stringify(value)

const maxShownId = 300

export const compareObjects = (
  path: string,
  ofKeystone: readonly unknown[],
  ofMuster: readonly unknown[],
): readonly Difference[] => {
  const [theirs, ours] = [ofKeystone, ofMuster].map(
    (list) => new Map(list.map(normalized).map((value) => [idOf(value), value])),
  )
  const found: Difference[] = []
  for (const [id, value] of theirs ?? []) {
    const own = ours?.get(id)
    const shown = id.slice(0, maxShownId)
    if (own === undefined) found.push({ path, id: shown, what: 'only at Keystone', attributes: [] })
    else if (JSON.stringify(own) !== JSON.stringify(value))
      found.push({ path, id: shown, what: 'different', attributes: attributesOf(value, own) })
  }
  for (const id of ours?.keys() ?? [])
    if (!theirs?.has(id))
      found.push({ path, id: id.slice(0, maxShownId), what: 'only at Muster', attributes: [] })
  return found
}

/** Pages of a list, at most. */
const maxPages = 100_000

type Listed = { readonly status: number; readonly objects: readonly unknown[]; readonly requests: number }

/** The path of the next page, relative to `/v3`. */
const nextOf = (body: unknown): string | undefined => {
  if (!isObject(body) || !isObject(body['links'])) return undefined
  const { next } = body['links']
  if (typeof next !== 'string') return undefined
  const { pathname, search } = new URL(next)
  return `${pathname.replace(/^.*\/v3(?=\/)/, '')}${search}`
}

const objectsIn = (body: unknown, member: string): readonly unknown[] => {
  const value = isObject(body) ? body[member] : undefined
  if (Array.isArray(value)) return value
  // One object without an id, so that its differences are named and not its content.
  if (isObject(value)) return [{ id: member, ...value }]
  return value === undefined ? [] : [value]
}

const without = (objects: readonly unknown[], ignored: readonly string[]): readonly unknown[] =>
  ignored.length === 0
    ? objects
    : objects.map((value) =>
        isObject(value)
          ? Object.fromEntries(Object.entries(value).filter(([name]) => !ignored.includes(name)))
          : value,
      )

const readAll = async (
  client: KeystoneClient,
  { path, member, onProject, ignored = [] }: ComparedPath,
): Promise<Listed> => {
  const objects: unknown[] = []
  let requests = 0
  for (let at: string | undefined = path; at !== undefined && requests < maxPages; ) {
    const { status, body } = await client.get(at, onProject ? 'project' : 'system')
    requests++
    if (status !== 200) return { status, objects: [], requests }
    objects.push(...objectsIn(body, member))
    at = nextOf(body)
  }
  return { status: 200, objects: without(objects, ignored), requests }
}

type Servers = { readonly keystone: KeystoneClient; readonly muster: KeystoneClient }

const compareList = async (
  { keystone, muster }: Servers,
  compared: ComparedPath,
  id = '',
): Promise<Comparison & { readonly listed: readonly unknown[] }> => {
  const path = compared.path.replace('{id}', encodeURIComponent(id))
  const list = { ...compared, path }
  const [theirs, ours] = await Promise.all([readAll(keystone, list), readAll(muster, list)])
  const status: readonly Difference[] =
    theirs.status === ours.status
      ? []
      : [{ path, id: '', what: 'different', attributes: [`status ${theirs.status}, ${ours.status}`] }]
  return {
    path,
    objects: theirs.objects.length,
    requests: theirs.requests + ours.requests,
    differences: [...status, ...compareObjects(path, theirs.objects, ours.objects)],
    listed: theirs.objects,
  }
}

const compareShown = async ({ keystone, muster }: Servers, path: string): Promise<readonly Difference[]> => {
  const [theirs, ours] = await Promise.all([keystone.get(path, 'system'), muster.get(path, 'system')])
  if (theirs.status !== ours.status)
    return [{ path, id: '', what: 'different', attributes: [`status ${theirs.status}, ${ours.status}`] }]
  const [value, own] = [normalized(theirs.body), normalized(ours.body)]
  if (JSON.stringify(value) === JSON.stringify(own)) return []
  const [[member] = ['']] = isObject(value) ? Object.entries(value) : []
  const within = (of: unknown) => (isObject(of) ? of[member] : of)
  return [{ path, id: '', what: 'different', attributes: attributesOf(within(value), within(own)) }]
}

/** Compares a list, and for at most `sample` of its objects what is shown of each and listed below it. */
export const compare = async (
  servers: Servers,
  compared: ComparedList,
  sample: number,
): Promise<Comparison> => {
  const { path, show, below = [], isSampled } = compared
  const list = await compareList(servers, compared)
  const ids = list.listed.flatMap((value) =>
    isObject(value) && typeof value['id'] === 'string' ? [value['id']] : [],
  )
  const chosen = isSampled ? ids.slice(0, sample) : ids
  const differences = [...list.differences]
  let requests = list.requests
  for (const id of chosen) {
    const escaped = encodeURIComponent(id)
    if (show) {
      differences.push(...(await compareShown(servers, `${path}/${escaped}`)))
      requests += 2
    }
    for (const one of below) {
      const found = await compareList(servers, one, id)
      differences.push(...found.differences)
      requests += found.requests
    }
  }
  return { path, objects: list.objects, requests, differences }
}
