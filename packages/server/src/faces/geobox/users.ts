import type { users as contract } from '@muster/contract/geobox/users.ts'
import { inviteUser } from '../../core/invitations/invite-user.ts'
import { lookUpPlan } from '../../core/plans/look-up-plan.ts'
import { renewPlan } from '../../core/plans/renew-plan.ts'
import { isRefusal, refuse } from '../../core/refusal.ts'
import { createUser } from '../../core/users/create-user.ts'
import { deleteUser } from '../../core/users/delete-user.ts'
import { listUsers } from '../../core/users/list-users.ts'
import { ownDomain } from '../../core/users/own-domain.ts'
import { namesForTwo } from '../../core/users/person-names.ts'
import { setOwnPassword } from '../../core/users/set-own-password.ts'
import { updateProfile } from '../../core/users/update-profile.ts'
import { updateUser } from '../../core/users/update-user.ts'
import type { Visit } from '../../http/face.ts'
import { readFlag } from './lists.ts'
import { decodePassword } from './passwords.ts'
import { showUser, showUsers } from './show-users.ts'
import { userIn } from './target.ts'
import { readTime } from './times.ts'
import { readUserQuery } from './user-lists.ts'
import type { GeoboxHandlers } from './visit.ts'
import { roleGiven, statusGiven } from './words.ts'

/** The id of the plan that a body names by its number; null takes the plan away. */
const planIn = async (number: number | null | undefined, visit: Visit) => {
  if (number === null || number === undefined) return number
  const { id } = await visit.run(lookUpPlan, { number }).catch((thrown) => {
    // 404 is for what the address names, and the user is there.
    if (!isRefusal(thrown, 'not_found')) throw thrown
    throw refuse('invalid', 'plan_not_found', thrown.message, { field: 'plan_id' })
  })
  return id
}

const endIn = (text: string | null | undefined) =>
  typeof text === 'string' ? readTime('expiration_date', text) : text

/** What people may say about themselves. */
const profile = new Set(['first_name', 'last_name', 'mobile'])

/** Sign-in reads `DOMAIN\\USERNAME`: a username with a backslash would be taken for one of another domain. */
const loginName = (username: string): string => {
  if (!username.includes('\\')) return username
  throw refuse(
    'invalid',
    'username_not_typable',
    'A username must not hold a backslash: sign-in reads what is before it as the domain.',
    { field: 'name' },
  )
}

export const users = {
  async listUsers({ query }, visit) {
    const asked = readUserQuery(query, await visit.run(ownDomain, {}))
    if (!readFlag(query, 'return_count'))
      return { status: 200, body: await showUsers((await visit.run(listUsers, asked)).rows, visit) }
    const { total = 0 } = await visit.run(listUsers, { ...asked, skip: 0, page: { limit: 1 }, count: true })
    return { status: 200, body: { count: total } }
  },

  async searchUsers({ query: { search, skip, limit } }, visit) {
    const asked = readUserQuery({ search, skip, limit }, await visit.run(ownDomain, {}))
    const { rows } = await visit.run(listUsers, asked)
    return { status: 200, body: await showUsers(rows, visit) }
  },

  async createUser({ body }, visit) {
    const password = decodePassword('password', body.password)
    const given = {
      domainId: await visit.run(ownDomain, {}),
      name: loginName(body.username),
      email: body.email,
      givenName: body.first_name || null,
      familyName: body.last_name || null,
      phoneNumber: body.mobile || null,
      developer: true,
      ...roleGiven(body.role),
    }
    if (body.status !== 'New') {
      const status = statusGiven[body.status]
      const user = await visit.run(createUser, { ...given, status, password, claimEmail: true })
      return { status: 201, body: await showUser(user, visit) }
    }
    // The person who is invited chooses the password, and nobody has to know one.
    const { user, outcome } = await visit.run(inviteUser, { ...given, mode: 'email_link' })
    if (outcome === 'existing')
      throw refuse('conflict', 'email_taken', 'A user with this email address is invited already.', {
        field: 'email',
      })
    return { status: 201, body: await showUser(user, visit) }
  },

  async getUser({ params }, visit) {
    const { user } = await userIn(params.user_id, visit)
    return { status: 200, body: await showUser(user, visit) }
  },

  async updateUser({ params, body }, visit) {
    const asProfile = Object.keys(body).every((key) => profile.has(key))
    const rule = asProfile ? 'muster:update_profile' : 'identity:update_user'
    const { user } = await userIn(params.user_id, visit, rule)
    const said = {
      id: user.id,
      ...namesForTwo(user, { first: body.first_name, last: body.last_name }),
      phoneNumber: body.mobile,
    }
    if (asProfile) return { status: 200, body: await showUser(await visit.run(updateProfile, said), visit) }
    const changed = await visit.run(updateUser, {
      ...said,
      // A name that another API gave stays as it is.
      name:
        body.username === undefined || body.username === user.name ? body.username : loginName(body.username),
      email: body.email,
      claimEmail: body.email === undefined ? undefined : true,
      status: body.status && statusGiven[body.status],
      ...(body.role === undefined ? {} : roleGiven(body.role)),
      plan: { planId: await planIn(body.plan_id, visit), expiresAt: endIn(body.expiration_date) },
    })
    return { status: 200, body: await showUser(changed, visit) }
  },

  async deleteUser({ params }, visit) {
    const { user } = await userIn(params.user_id, visit, 'identity:delete_user')
    await visit.run(deleteUser, { id: user.id, sparingSelf: true })
    return { status: 204 }
  },

  async changePassword({ params, body }, visit) {
    const { user, self } = await userIn(params.user_id, visit, 'identity:update_user')
    const password = decodePassword('new_password', body.new_password)
    if (self) await visit.run(setOwnPassword, { password })
    else await visit.run(updateUser, { id: user.id, password })
    return { status: 204 }
  },

  async renewPlan({ params }, visit) {
    const { user } = await userIn(params.user_id, visit, 'muster:renew_plan')
    await visit.run(renewPlan, { userId: user.id })
    return { status: 204 }
  },
} satisfies GeoboxHandlers<typeof contract>
