import { readUsersSearch, type UsersSearch } from './users-search.ts'

export type SavedView = { readonly name: string; readonly search: UsersSearch }

const key = 'muster.console.views'

/** Views that a browser keeps, and characters of a name. */
export const viewLimits = { count: 30, name: 80 } as const

const isView = (
  value: unknown,
): value is { readonly name: string; readonly search: Record<string, unknown> } =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  typeof value.name === 'string' &&
  'search' in value &&
  typeof value.search === 'object' &&
  value.search !== null

export const storedViews = (): readonly SavedView[] => {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    if (!Array.isArray(stored)) return []
    return stored
      .filter(isView)
      .slice(0, viewLimits.count)
      .map(({ name, search }) => ({ name: name.slice(0, viewLimits.name), search: readUsersSearch(search) }))
  } catch {
    return []
  }
}

const store = (views: readonly SavedView[]): readonly SavedView[] => {
  localStorage.setItem(key, JSON.stringify(views))
  return views
}

/** A view of the same name is replaced, and the oldest ones make room. */
export const storeView = (view: SavedView): readonly SavedView[] => {
  const others = storedViews().filter(({ name }) => name !== view.name)
  return store([...others, view].slice(-viewLimits.count))
}

export const removeView = (removed: string): readonly SavedView[] =>
  store(storedViews().filter(({ name }) => name !== removed))
