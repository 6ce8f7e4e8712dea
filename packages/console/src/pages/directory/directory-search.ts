/** What the addresses of the directory's lists contain. */
export type ListSearch = {
  readonly search?: string | undefined
  readonly domain?: string | undefined
  /** The open dialog, which is open again after a sign-in. */
  readonly act?: string | undefined
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

export const readListSearch = (raw: Record<string, unknown>): ListSearch => {
  const [search, domain, act] = [textOf(raw['search']), textOf(raw['domain']), textOf(raw['act'])]
  return { ...(search ? { search } : {}), ...(domain ? { domain } : {}), ...(act ? { act } : {}) }
}

/** What the address of the page of one object contains. */
export type ObjectSearch = { readonly act?: string; readonly tab?: string }

export const readObjectSearch = (raw: Record<string, unknown>): ObjectSearch => {
  const [act, tab] = [textOf(raw['act']), textOf(raw['tab'])]
  return { ...(act ? { act } : {}), ...(tab ? { tab } : {}) }
}

export type RolesSearch = {
  readonly domain?: string
  readonly act?: string
  /** The role of the open dialog. */
  readonly role?: string
  readonly tab?: string
}

export const readRolesSearch = (raw: Record<string, unknown>): RolesSearch => {
  const [domain, role] = [textOf(raw['domain']), textOf(raw['role'])]
  return { ...readObjectSearch(raw), ...(domain ? { domain } : {}), ...(role ? { role } : {}) }
}

export type AssignmentsSearch = {
  /** `system`, `domain:<id>` or `project:<id>`. */
  readonly scope?: string
  readonly user?: string
}

export const readAssignmentsSearch = (raw: Record<string, unknown>): AssignmentsSearch => {
  const [scope, user] = [textOf(raw['scope']), textOf(raw['user'])]
  const isScope = scope !== undefined && /^(?:system|(?:domain|project):.+)$/.test(scope)
  return { ...(isScope ? { scope } : {}), ...(user ? { user } : {}) }
}
