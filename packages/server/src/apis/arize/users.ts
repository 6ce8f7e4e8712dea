import { inviteModes, userStatuses } from '@muster/contract/arize/shapes.ts'
import type { users as contract } from '@muster/contract/arize/users.ts'
import { deleteUser } from '../../core/accounts/deletion/delete-user.ts'
import { getDeletedUser } from '../../core/accounts/deletion/deleted-users.ts'
import { inviteUser } from '../../core/accounts/invitations/invite-user.ts'
import { resendInvitation } from '../../core/accounts/invitations/resend-invitation.ts'
import { sendRecovery } from '../../core/accounts/recovery/send-recovery.ts'
import { listAccountRoles } from '../../core/directory/assignments/list-domain-roles.ts'
import { getUser } from '../../core/directory/users/get-user.ts'
import { listUsers } from '../../core/directory/users/list-users.ts'
import { lookUpUserFor } from '../../core/directory/users/look-up-user.ts'
import { updateUser } from '../../core/directory/users/update-user.ts'
import type { User } from '../../core/directory/users/user.ts'
import { userPosition } from '../../core/directory/users/user-position.ts'
import type { UserFilterKey } from '../../core/directory/users/user-store.ts'
import { domainError, isDomainError, notFound } from '../../core/kernel/domain-error.ts'
import { equals, type FilterExpression } from '../../core/kernel/filters/filter-expression.ts'
import type { WithRule } from '../../core/kernel/operation.ts'
import { eq } from '../../core/kernel/paging/list-query.ts'
import { decodeEnum, encodeEnum } from './client-versions.ts'
import { readId } from './ids.ts'
import { pagination, readChoices, readPage, readSearch } from './lists.ts'
import { type ArizeContext, type ArizeHandlers, accountOf } from './request-context.ts'
import { accountRoleNamed, readAccountRole } from './roles.ts'
import { isHidden, showUser } from './show-user.ts'

type UserCondition = FilterExpression<UserFilterKey>

/** Oldest first. */
const order = { key: 'created_at', descending: false } as const

const withStatus = (status: (typeof userStatuses)[number], now: number): UserCondition => {
  const expired: UserCondition = {
    kind: 'all',
    of: [equals('status', 'invited'), { kind: 'compare', key: 'invited_until', op: 'lte', value: now }],
  }
  const waiting: UserCondition = { kind: 'in', key: 'status', values: ['invited', 'pending'] }
  switch (status) {
    case 'active':
      return equals('status', 'active')
    case 'expired':
      return expired
    case 'invited':
      return {
        kind: 'all',
        of: [
          waiting,
          {
            kind: 'any',
            of: [
              { kind: 'isNull', key: 'invited_until' },
              { kind: 'compare', key: 'invited_until', op: 'gt', value: now },
            ],
          },
        ],
      }
  }
}

const showOne = async (user: User, context: ArizeContext) =>
  showUser(user, (await context.run(listAccountRoles, { users: [user] })).get(user.id), context)

/** A user on which the caller intends the operation. Users of other accounts and disabled users are not visible. */
export const shownUser = async (id: string, context: ArizeContext, intended: WithRule): Promise<User> => {
  const user = await context.run(lookUpUserFor(intended), { id: readId('User', id) })
  if (isHidden(user)) throw notFound('user', id)
  return user
}

const normalizeName = (input: string): string => {
  const name = input.trim()
  if (name === '')
    throw domainError('invalid', 'name_blank', 'The name must not be blank.', { field: 'name' })
  return name
}

export const users = {
  async listUsers({ query }, context) {
    const page = readPage('users', query, context)
    const email = readSearch(query, 'email')
    const statuses = readChoices(query, 'status', userStatuses) ?? userStatuses
    const found = await context.run(listUsers, {
      where: [eq('domain_id', accountOf(context))],
      filter: { kind: 'any', of: statuses.map((status) => withStatus(status, context.now())) },
      search: email === undefined ? undefined : { text: email, fields: ['email'] },
      sort: [order],
      page: { limit: page.limit },
      from: page.from,
    })
    const roles = await context.run(listAccountRoles, { users: found.rows })
    return {
      status: 200,
      body: {
        users: found.rows.map((user) => showUser(user, roles.get(user.id), context)),
        pagination: pagination(found, page, userPosition(order), context),
      },
    }
  },

  async createUser({ body }, context) {
    const word = readAccountRole(body.role)
    const mode = decodeEnum(inviteModes, body.invite_mode) ?? 'none'
    const { user, outcome, temporaryPassword } = await context.run(inviteUser, {
      email: body.email,
      displayName: normalizeName(body.name),
      domainId: accountOf(context),
      domainRole: accountRoleNamed(word),
      developer: body.is_developer ?? word !== 'annotator',
      mode,
    })
    const shown = await showOne(user, context)
    if (outcome === 'existing') return { status: 200, body: shown }
    return {
      status: 201,
      body: {
        ...shown,
        invite_mode: encodeEnum(context.dialect, mode),
        ...(temporaryPassword === undefined ? {} : { temporary_password: temporaryPassword }),
      },
    }
  },

  async getUser({ params }, context) {
    try {
      return { status: 200, body: await showOne(await shownUser(params.user_id, context, getUser), context) }
    } catch (thrown) {
      // Does not reveal whether a user exists that the caller may not see (arize.md section 6).
      throw isDomainError(thrown, 'forbidden') ? notFound('user', params.user_id) : thrown
    }
  },

  async updateUser({ params, body }, context) {
    const { id } = await shownUser(params.user_id, context, updateUser)
    const user = await context.run(updateUser, {
      id,
      displayName: body.name === undefined ? undefined : normalizeName(body.name),
      developer: body.is_developer,
    })
    return { status: 200, body: await showOne(user, context) }
  },

  async deleteUser({ params }, context) {
    const id = readId('User', params.user_id)
    if (await isSoftDeleted(id, context)) return { status: 204 }
    await context.run(lookUpUserFor(deleteUser), { id })
    await context.run(deleteUser, { id, sparingSelf: true, orDeleted: true })
    return { status: 204 }
  },

  async resendInvitation({ params }, context) {
    await context.run(resendInvitation, {
      userId: (await shownUser(params.user_id, context, resendInvitation)).id,
    })
    return { status: 202 }
  },

  async resetPassword({ params }, context) {
    await context.run(sendRecovery, {
      userId: (await shownUser(params.user_id, context, sendRecovery)).id,
    })
    return { status: 204 }
  },
} satisfies ArizeHandlers<typeof contract>

/** Whether a deleted user of the account has this id; false for callers that may not see deleted users. */
export const isSoftDeleted = async (id: string, context: ArizeContext): Promise<boolean> => {
  try {
    return (await context.run(getDeletedUser, { id })).domainId === accountOf(context)
  } catch (thrown) {
    if (isDomainError(thrown, 'not_found') || isDomainError(thrown, 'forbidden')) return false
    throw thrown
  }
}
