import type { LoginName } from '../../core/auth/named-user.ts'
import { Unreadable } from '../../http/face.ts'

type Given = {
  readonly username?: string
  readonly email?: string
  readonly domain_id?: string
  readonly domain_name?: string
}

const wrong = (pointer: string, detail: string) =>
  new Unreadable(detail, pointer.slice(1), [{ pointer, detail }])

/** Whom a body names: a username or an email, and a domain by id or name or not at all. */
export const readLogin = ({ username, email, domain_id: id, domain_name: name }: Given): LoginName => {
  if ((username === undefined) === (email === undefined))
    throw wrong('/username', 'must be given, or /email in its place, and not both')
  if (id !== undefined && name !== undefined)
    throw wrong('/domain_name', 'must not be given together with /domain_id')
  return { username, email, domain: id === undefined && name === undefined ? undefined : { id, name } }
}
