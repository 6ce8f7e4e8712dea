/** What the address of the notifications contains. */
export type InboxSearch = { readonly tab?: 'preferences'; readonly status?: 'unread' | 'read' }

export const readInboxSearch = ({ tab, status }: Record<string, unknown>): InboxSearch => ({
  ...(tab === 'preferences' ? { tab } : {}),
  ...(status === 'unread' || status === 'read' ? { status } : {}),
})
