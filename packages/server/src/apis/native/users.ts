import type { users as contract } from '@muster/contract/native/users.ts'
import {
  listUserSecondFactors,
  resetUserSecondFactors,
} from '../../core/access/second-factors/user-second-factors.ts'
import { deleteUser } from '../../core/accounts/deletion/delete-user.ts'
import { purgeUser } from '../../core/accounts/deletion/purge-user.ts'
import { userPlan } from '../../core/directory/plans/user-plan.ts'
import { createUser } from '../../core/directory/users/create-user.ts'
import { getUser } from '../../core/directory/users/get-user.ts'
import { listUsers } from '../../core/directory/users/list-users.ts'
import type { Metadata } from '../../core/directory/users/metadata.ts'
import { updateUser } from '../../core/directory/users/update-user.ts'
import type { User } from '../../core/directory/users/user.ts'
import { userPosition } from '../../core/directory/users/user-position.ts'
import { etagOf, readIfMatch } from './entity-tags.ts'
import { nextCursor, readChoice, readPage } from './lists.ts'
import type { NativeHandlers } from './request-context.ts'
import { time, timeOrNull } from './times.ts'
import { readUserQuery } from './user-lists.ts'

/** The metadata of a merge patch; null replaces it with an empty object. */
export const requestedMetadata = ({ metadata }: { readonly metadata?: Metadata | null }) =>
  metadata === null ? { replaceMetadata: {} } : { metadata }

const showPlan = (user: User) => {
  const plan = userPlan(user)
  return plan && { id: plan.id, expires_at: timeOrNull(plan.expiresAt), expired: plan.expired }
}

export const showUser = (user: User) => ({
  id: user.id,
  number: user.number,
  domain_id: user.domainId,
  username: user.name,
  kind: user.kind,
  status: user.status,
  display_name: user.displayName,
  given_name: user.givenName,
  family_name: user.familyName,
  phone_number: user.phoneNumber,
  picture_url: user.pictureUrl,
  language: user.language,
  email: user.email,
  email_claimed: user.claimedEmail !== null,
  email_verified_at: timeOrNull(user.emailVerifiedAt),
  external_id: user.externalId,
  description: user.description,
  developer: user.developer,
  default_project_id: user.defaultProjectId,
  managed_by: user.managedBy,
  metadata: user.metadata,
  public_metadata: user.publicMetadata,
  plan: showPlan(user),
  created_at: time(user.createdAt),
  updated_at: time(user.updatedAt),
  last_active_at: timeOrNull(user.lastActiveAt),
  invited_until: timeOrNull(user.invitedUntil),
})

/** A user as shown to itself, without `metadata`, which is for administrators. */
export const showSelf = (user: User) => {
  const { metadata: _hidden, ...shown } = showUser(user)
  return shown
}

export const users = {
  async listUsers({ query }, context) {
    const { sort, ...wanted } = readUserQuery(query)
    const page = readPage('users', query, context)
    const found = await context.run(listUsers, {
      ...wanted,
      sort,
      page: { limit: page.limit },
      from: page.from,
    })
    return {
      status: 200,
      body: {
        users: found.rows.map(showUser),
        next_cursor: nextCursor(found, page, userPosition(...(sort ?? [])), context),
        ...(found.total === undefined ? {} : { total: found.total }),
      },
    }
  },

  async createUser({ body }, context) {
    const user = await context.run(createUser, {
      name: body.username,
      domainId: body.domain_id,
      kind: body.kind,
      status: body.status,
      password: body.password,
      displayName: body.display_name,
      givenName: body.given_name,
      familyName: body.family_name,
      phoneNumber: body.phone_number,
      pictureUrl: body.picture_url,
      language: body.language,
      email: body.email,
      claimEmail: true,
      description: body.description,
      defaultProjectId: body.default_project_id,
      developer: body.developer,
      metadata: body.metadata,
      publicMetadata: body.public_metadata,
      externalId: body.external_id,
    })
    const location = `${context.base}/api/v1/users/${encodeURIComponent(user.id)}`
    return { status: 201, headers: { location, etag: etagOf(user) }, body: showUser(user) }
  },

  async getUser({ params }, context) {
    const user = await context.run(getUser, { id: params.user_id })
    const self = context.caller.kind === 'known' && context.caller.userId === user.id
    const body = self ? showSelf(user) : showUser(user)
    return { status: 200, headers: { etag: etagOf(user) }, body }
  },

  async updateUser({ params, body }, context) {
    const user = await context.run(updateUser, {
      id: params.user_id,
      ifVersion: readIfMatch(context.header('if-match')),
      name: body.username,
      kind: body.kind,
      status: body.status,
      password: body.password,
      displayName: body.display_name,
      givenName: body.given_name,
      familyName: body.family_name,
      phoneNumber: body.phone_number,
      pictureUrl: body.picture_url,
      language: body.language,
      email: body.email,
      claimEmail: true,
      description: body.description,
      defaultProjectId: body.default_project_id,
      developer: body.developer,
      ...requestedMetadata(body),
      publicMetadata: body.public_metadata,
      externalId: body.external_id,
    })
    return { status: 200, headers: { etag: etagOf(user) }, body: showUser(user) }
  },

  async deleteUser({ params, query }, context) {
    const purge = readChoice(query, 'purge', ['true', 'false'] as const) === 'true'
    const target = { id: params.user_id, sparingSelf: true }
    await (purge ? context.run(purgeUser, target) : context.run(deleteUser, target))
    return { status: 204 }
  },

  async listUserSecondFactors({ params }, context) {
    const { factors, required } = await context.run(listUserSecondFactors, { userId: params.user_id })
    const second_factors = factors.map(({ id, createdAt }) => ({ id, created_at: time(createdAt) }))
    return { status: 200, body: { required, second_factors } }
  },

  async resetUserSecondFactors({ params }, context) {
    await context.run(resetUserSecondFactors, { userId: params.user_id })
    return { status: 204 }
  },
} satisfies NativeHandlers<typeof contract>
