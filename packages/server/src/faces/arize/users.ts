import { inviteModes, userStatuses } from '@muster/contract/arize/shapes.ts'
import type { users as contract } from '@muster/contract/arize/users.ts'
import { listAccountRoles } from '../../core/assignments/list-account-roles.ts'
import type { Condition } from '../../core/finding/condition.ts'
import { is } from '../../core/finding/condition.ts'
import { inviteUser } from '../../core/invitations/invite-user.ts'
import { resendInvitation } from '../../core/invitations/resend-invitation.ts'
import { eq } from '../../core/lists/list-query.ts'
import { sendRecovery } from '../../core/recovery/send-recovery.ts'
import { isRefusal, notFound, refuse } from '../../core/refusal.ts'
import { deleteUser } from '../../core/users/delete-user.ts'
import { getDeletedUser } from '../../core/users/deleted-users.ts'
import { listUsers } from '../../core/users/list-users.ts'
import { lookUpUser } from '../../core/users/look-up-user.ts'
import { updateUser } from '../../core/users/update-user.ts'
import type { User } from '../../core/users/user.ts'
import { userPosition } from '../../core/users/user-position.ts'
import type { UserFilterKey } from '../../core/users/user-store.ts'
import { hear, say } from './dialects.ts'
import { readId } from './ids.ts'
import { pagination, readPage, readSearch, readWords } from './lists.ts'
import { accountRoleNamed, readAccountRole } from './roles.ts'
import { isHidden, showUser } from './show-user.ts'
import { type ArizeHandlers, type ArizeVisit, accountOf } from './visit.ts'

type UserCondition = Condition<UserFilterKey>

/** Oldest first. */
const order = { key: 'created_at', descending: false } as const

const withStatus = (status: (typeof userStatuses)[number], now: number): UserCondition => {
  const lapsed: UserCondition = {
    kind: 'all',
    of: [is('status', 'invited'), { kind: 'compare', key: 'invited_until', op: 'lte', value: now }],
  }
  const waiting: UserCondition = { kind: 'among', key: 'status', values: ['invited', 'pending'] }
  switch (status) {
    case 'active':
      return is('status', 'active')
    case 'expired':
      return lapsed
    case 'invited':
      return {
        kind: 'all',
        of: [
          waiting,
          {
            kind: 'any',
            of: [
              { kind: 'absent', key: 'invited_until' },
              { kind: 'compare', key: 'invited_until', op: 'gt', value: now },
            ],
          },
        ],
      }
  }
}

const showOne = async (user: User, visit: ArizeVisit) =>
  showUser(user, (await visit.run(listAccountRoles, { users: [user] })).get(user.id), visit)

/**
 * A user whom the clients know. Those of other accounts and those that are disabled are not there. `rule`: of what
 * is to be done to the user.
 */
export const shownUser = async (id: string, visit: ArizeVisit, rule?: string): Promise<User> => {
  const user = await visit.run(lookUpUser, { id: readId('User', id), rule })
  if (isHidden(user)) throw notFound('user', id)
  return user
}

const cleanName = (given: string): string => {
  const name = given.trim()
  if (name === '') throw refuse('invalid', 'name_blank', 'The name must not be blank.', { field: 'name' })
  return name
}

export const users = {
  async listUsers({ query }, visit) {
    const asked = readPage('users', query, visit)
    const email = readSearch(query, 'email')
    const statuses = readWords(query, 'status', userStatuses) ?? userStatuses
    const found = await visit.run(listUsers, {
      where: [eq('domain_id', accountOf(visit))],
      filter: { kind: 'any', of: statuses.map((status) => withStatus(status, visit.now())) },
      search: email === undefined ? undefined : { text: email, fields: ['email'] },
      sort: [order],
      page: { limit: asked.limit },
      from: asked.from,
    })
    const roles = await visit.run(listAccountRoles, { users: found.rows })
    return {
      status: 200,
      body: {
        users: found.rows.map((user) => showUser(user, roles.get(user.id), visit)),
        pagination: pagination(found, asked, userPosition(order), visit),
      },
    }
  },

  async createUser({ body }, visit) {
    const word = readAccountRole(body.role)
    const mode = hear(inviteModes, body.invite_mode) ?? 'none'
    const { user, outcome, temporaryPassword } = await visit.run(inviteUser, {
      email: body.email,
      displayName: cleanName(body.name),
      domainId: accountOf(visit),
      domainRole: accountRoleNamed(word),
      developer: body.is_developer ?? word !== 'annotator',
      mode,
    })
    const shown = await showOne(user, visit)
    if (outcome === 'existing') return { status: 200, body: shown }
    return {
      status: 201,
      body: {
        ...shown,
        invite_mode: say(visit.dialect, mode),
        ...(temporaryPassword === undefined ? {} : { temporary_password: temporaryPassword }),
      },
    }
  },

  async getUser({ params }, visit) {
    try {
      return { status: 200, body: await showOne(await shownUser(params.user_id, visit), visit) }
    } catch (thrown) {
      // Who may not see a user does not learn whether it is there (arize.md section 6).
      throw isRefusal(thrown, 'forbidden') ? notFound('user', params.user_id) : thrown
    }
  },

  async updateUser({ params, body }, visit) {
    const { id } = await shownUser(params.user_id, visit, 'identity:update_user')
    const user = await visit.run(updateUser, {
      id,
      displayName: body.name === undefined ? undefined : cleanName(body.name),
      developer: body.is_developer,
    })
    return { status: 200, body: await showOne(user, visit) }
  },

  async deleteUser({ params }, visit) {
    const id = readId('User', params.user_id)
    if (await isBuried(id, visit)) return { status: 204 }
    await visit.run(lookUpUser, { id, rule: 'identity:delete_user' })
    await visit.run(deleteUser, { id, sparingSelf: true, orDeleted: true })
    return { status: 204 }
  },

  async resendInvitation({ params }, visit) {
    await visit.run(resendInvitation, {
      userId: (await shownUser(params.user_id, visit, 'muster:invite_user')).id,
    })
    return { status: 202 }
  },

  async resetPassword({ params }, visit) {
    await visit.run(sendRecovery, {
      userId: (await shownUser(params.user_id, visit, 'muster:send_recovery')).id,
    })
    return { status: 204 }
  },
} satisfies ArizeHandlers<typeof contract>

/** Whether it is a user of the account that was deleted before; only who may see such users is told. */
export const isBuried = async (id: string, visit: ArizeVisit): Promise<boolean> => {
  try {
    return (await visit.run(getDeletedUser, { id })).domainId === accountOf(visit)
  } catch (thrown) {
    if (isRefusal(thrown, 'not_found') || isRefusal(thrown, 'forbidden')) return false
    throw thrown
  }
}
