import type { LoginIdentifier } from '../../core/access/authentication/find-user-by-login.ts'
import { BadRequest } from '../../http/api.ts'

type LoginInput = {
  readonly username?: string
  readonly email?: string
  readonly domain_id?: string
  readonly domain_name?: string
}

const wrong = (pointer: string, detail: string) =>
  new BadRequest(detail, pointer.slice(1), [{ pointer, detail }])

/** Reads a login: a username or an email, and an optional domain by id or name. */
export const readLogin = ({
  username,
  email,
  domain_id: id,
  domain_name: name,
}: LoginInput): LoginIdentifier => {
  if ((username === undefined) === (email === undefined))
    throw wrong('/username', 'is required unless /email is set; specify only one of the two')
  if (id !== undefined && name !== undefined)
    throw wrong('/domain_name', 'cannot be combined with /domain_id')
  return { username, email, domain: id === undefined && name === undefined ? undefined : { id, name } }
}
