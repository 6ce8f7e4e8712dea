import type { LoginIdentifier } from '../../core/access/authentication/find-user-by-login.ts'
import { BadRequest } from '../../http/api.ts'

type Given = {
  readonly username?: string
  readonly email?: string
  readonly domain_id?: string
  readonly domain_name?: string
}

const wrong = (pointer: string, detail: string) =>
  new BadRequest(detail, pointer.slice(1), [{ pointer, detail }])

/** Whom a body names: a username or an email, and a domain by id or name or not at all. */
export const readLogin = ({ username, email, domain_id: id, domain_name: name }: Given): LoginIdentifier => {
  if ((username === undefined) === (email === undefined))
    throw wrong('/username', 'must be given, or /email in its place, and not both')
  if (id !== undefined && name !== undefined)
    throw wrong('/domain_name', 'must not be given together with /domain_id')
  return { username, email, domain: id === undefined && name === undefined ? undefined : { id, name } }
}
