export const userTabs = [
  'profile',
  'roles',
  'projects',
  'groups',
  'signIn',
  'keys',
  'trusts',
  'plan',
  'documents',
  'notifications',
  'metadata',
  'history',
] as const

export type UserTab = (typeof userTabs)[number]

/** What the address of the page of a user contains. */
export type UserSearch = {
  readonly tab?: UserTab
  /** Of the history: what happened to the user, or what the user did. */
  readonly events?: 'by'
}

export const readUserSearch = ({ tab, events }: Record<string, unknown>): UserSearch => {
  const known = userTabs.find((name) => name === tab)
  return {
    ...(known && known !== 'profile' ? { tab: known } : {}),
    ...(events === 'by' ? { events } : {}),
  }
}
