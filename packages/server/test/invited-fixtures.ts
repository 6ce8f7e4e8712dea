import type { OpenStore } from '../src/store/engine/open-store.ts'

/** Makes a user look invited where no mail, link or sender matters; the ways in are `core/invitations/`. */
export const invited = (store: OpenStore, id: string, until = Date.UTC(2100, 0)): Promise<unknown> =>
  store.transaction('serializable', ({ users }) =>
    users.update(id, { status: 'invited', invitedUntil: until }),
  )
