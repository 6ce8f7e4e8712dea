import type { OpenStore } from '../src/store/engine/open-store.ts'

/** Makes a user invited without email or link, for tests of other behaviour; see `core/invitations/` for the real operations. */
export const invited = (store: OpenStore, id: string, until = Date.UTC(2100, 0)): Promise<unknown> =>
  store.transaction('serializable', ({ users }) =>
    users.update(id, { status: 'invited', invitedUntil: until }),
  )
