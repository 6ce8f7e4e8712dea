import type { users as contract } from '@muster/contract/geobox/users.ts'
import { deleteUser } from '../../core/accounts/deletion/delete-user.ts'
import { inviteUser } from '../../core/accounts/invitations/invite-user.ts'
import { setOwnPassword } from '../../core/accounts/passwords/set-own-password.ts'
import { lookUpPlanFor } from '../../core/directory/plans/look-up-plan.ts'
import { getPlan } from '../../core/directory/plans/plans.ts'
import { renewPlan } from '../../core/directory/plans/renew-plan.ts'
import { createUser } from '../../core/directory/users/create-user.ts'
import { listAccountUsers } from '../../core/directory/users/list-users.ts'
import { getAccountUser } from '../../core/directory/users/look-up-user.ts'
import { getCallerDomain } from '../../core/directory/users/own-domain.ts'
import { mergeSplitName } from '../../core/directory/users/person-names.ts'
import { updateProfile } from '../../core/directory/users/update-profile.ts'
import { updateUser } from '../../core/directory/users/update-user.ts'
import { domainError, isDomainError } from '../../core/kernel/domain-error.ts'
import type { Handlers, RequestContext } from '../../http/api.ts'
import { readFlag } from './lists.ts'
import { roleGiven, statusGiven } from './messages.ts'
import { decodePassword } from './passwords.ts'
import { resolveUser } from './resolve-user.ts'
import { showUser, showUsers } from './show-users.ts'
import { readTime } from './times.ts'
import { readUserQuery } from './user-lists.ts'

/** The id of the plan with this number; null removes the plan. */
const resolvePlan = async (number: number | null | undefined, context: RequestContext) => {
  if (number === null || number === undefined) return number
  const { id } = await context.run(lookUpPlanFor(getPlan), { number }).catch((thrown) => {
    // 404 is reserved for the object of the URL, and the user exists.
    if (!isDomainError(thrown, 'not_found')) throw thrown
    throw domainError('invalid', 'plan_not_found', thrown.message, { field: 'plan_id' })
  })
  return id
}

const endIn = (text: string | null | undefined) =>
  typeof text === 'string' ? readTime('expiration_date', text) : text

/** Fields that users can change themselves. */
const profile = new Set(['first_name', 'last_name', 'mobile'])

/** Sign-in parses `DOMAIN\\USERNAME`, so a username cannot contain a backslash. */
const loginName = (username: string): string => {
  if (!username.includes('\\')) return username
  throw domainError(
    'invalid',
    'username_not_typable',
    'A username must not contain a backslash: sign-in reads the part before it as the domain.',
    { field: 'name' },
  )
}

export const users = {
  async listUsers({ query }, context) {
    const listQuery = readUserQuery(query, await context.run(getCallerDomain, {}))
    if (!readFlag(query, 'return_count'))
      return {
        status: 200,
        body: await showUsers((await context.run(listAccountUsers, listQuery)).rows, context),
      }
    const { total = 0 } = await context.run(listAccountUsers, {
      ...listQuery,
      skip: 0,
      page: { limit: 1 },
      count: true,
    })
    return { status: 200, body: { count: total } }
  },

  async searchUsers({ query: { search, skip, limit } }, context) {
    const listQuery = readUserQuery({ search, skip, limit }, await context.run(getCallerDomain, {}))
    const { rows } = await context.run(listAccountUsers, listQuery)
    return { status: 200, body: await showUsers(rows, context) }
  },

  async createUser({ body }, context) {
    const password = decodePassword('password', body.password)
    const input = {
      domainId: await context.run(getCallerDomain, {}),
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
      const user = await context.run(createUser, { ...input, status, password, claimEmail: true })
      return { status: 201, body: await showUser(user, context) }
    }
    // Invited users choose their password; the one in the request is ignored.
    const { user, outcome } = await context.run(inviteUser, { ...input, mode: 'email_link' })
    if (outcome === 'existing')
      throw domainError('conflict', 'email_taken', 'A user with this email address is already invited.', {
        field: 'email',
      })
    return { status: 201, body: await showUser(user, context) }
  },

  async getUser({ params }, context) {
    const { user } = await resolveUser(params.user_id, context, getAccountUser)
    return { status: 200, body: await showUser(user, context) }
  },

  async updateUser({ params, body }, context) {
    const asProfile = Object.keys(body).every((key) => profile.has(key))
    const { user } = await resolveUser(params.user_id, context, asProfile ? updateProfile : updateUser)
    const said = {
      id: user.id,
      ...mergeSplitName(user, { first: body.first_name, last: body.last_name }),
      phoneNumber: body.mobile,
    }
    if (asProfile)
      return { status: 200, body: await showUser(await context.run(updateProfile, said), context) }
    const changed = await context.run(updateUser, {
      ...said,
      // Keeps a name that was set through another API.
      name:
        body.username === undefined || body.username === user.name ? body.username : loginName(body.username),
      email: body.email,
      claimEmail: body.email === undefined ? undefined : true,
      status: body.status && statusGiven[body.status],
      ...(body.role === undefined ? {} : roleGiven(body.role)),
      plan: { planId: await resolvePlan(body.plan_id, context), expiresAt: endIn(body.expiration_date) },
    })
    return { status: 200, body: await showUser(changed, context) }
  },

  async deleteUser({ params }, context) {
    const { user } = await resolveUser(params.user_id, context, deleteUser)
    await context.run(deleteUser, { id: user.id, sparingSelf: true })
    return { status: 204 }
  },

  async changePassword({ params, body }, context) {
    const { user, self } = await resolveUser(params.user_id, context, updateUser)
    const password = decodePassword('new_password', body.new_password)
    if (self) await context.run(setOwnPassword, { password })
    else await context.run(updateUser, { id: user.id, password })
    return { status: 204 }
  },

  async renewPlan({ params }, context) {
    const { user } = await resolveUser(params.user_id, context, renewPlan)
    await context.run(renewPlan, { userId: user.id })
    return { status: 204 }
  },
} satisfies Handlers<typeof contract>
