import type { oauth1 as contract } from '@muster/contract/keystone/oauth1.ts'
import { getAccessTokenRole, listAccessTokenRoles } from '../../core/oauth1/access-token-roles.ts'
import { authorizeRequestToken } from '../../core/oauth1/authorize-request-token.ts'
import { createAccessToken } from '../../core/oauth1/create-access-token.ts'
import { createConsumer } from '../../core/oauth1/create-consumer.ts'
import { createRequestToken, type Told } from '../../core/oauth1/create-request-token.ts'
import { deleteAccessToken } from '../../core/oauth1/delete-access-token.ts'
import { deleteConsumer } from '../../core/oauth1/delete-consumer.ts'
import { getAccessToken } from '../../core/oauth1/get-access-token.ts'
import { getConsumer } from '../../core/oauth1/get-consumer.ts'
import { listAccessTokens } from '../../core/oauth1/list-access-tokens.ts'
import { listConsumers } from '../../core/oauth1/list-consumers.ts'
import type { AccessToken, Consumer } from '../../core/oauth1/oauth1.ts'
import type { AccessTokenFilterKey, ConsumerFilterKey } from '../../core/oauth1/oauth1-store.ts'
import { updateConsumer } from '../../core/oauth1/update-consumer.ts'
import { type Handlers, Unreadable, type Visit } from '../../http/face.ts'
import { extrasOf, sameId } from './attributes.ts'
import { selfLink } from './links.ts'
import { collectionOf, readList } from './lists.ts'
import { showRole } from './roles.ts'
import { signedRequest } from './signed-request.ts'
import { tokenTime } from './times.ts'

const known = new Set(['description', 'secret'])

const showConsumer = (consumer: Consumer, visit: Visit) => ({
  ...consumer.extra,
  id: consumer.id,
  description: consumer.description,
  links: selfLink(visit, 'OS-OAUTH1/consumers', consumer.id),
})

const showAccessToken = (token: AccessToken, visit: Visit) => {
  const { self } = selfLink(visit, `users/${token.authorizingUserId}/OS-OAUTH1/access_tokens`, token.id)
  return {
    id: token.id,
    consumer_id: token.consumerId,
    authorizing_user_id: token.authorizingUserId,
    project_id: token.projectId,
    expires_at: token.expiresAt === null ? null : tokenTime(token.expiresAt / 1000),
    links: { self, roles: `${self}/roles` },
  }
}

const tell = ({ token, secret }: Told<{ readonly id: string; readonly expiresAt: number | null }>) => ({
  oauth_token: token.id,
  oauth_token_secret: secret,
  ...(token.expiresAt === null ? {} : { oauth_expires_at: tokenTime(token.expiresAt / 1000) }),
})

const noStore = { 'cache-control': 'no-store' }

export const oauth1 = {
  async listConsumers({ query }, visit) {
    const asked = readList<ConsumerFilterKey>(query, {})
    const found = await visit.run(listConsumers, asked)
    return {
      status: 200,
      body: collectionOf(visit, 'consumers', found, asked.page.limit, (row) => showConsumer(row, visit)),
    }
  },

  async createConsumer({ body: { consumer: given } }, visit) {
    const { consumer, secret } = await visit.run(createConsumer, {
      description: given.description,
      extra: extrasOf(given, known),
    })
    return { status: 201, body: { consumer: { ...showConsumer(consumer, visit), secret } } }
  },

  async getConsumer({ params }, visit) {
    const consumer = await visit.run(getConsumer, { id: params.consumer_id })
    return { status: 200, body: { consumer: showConsumer(consumer, visit) } }
  },

  async updateConsumer({ params, body: { consumer: given } }, visit) {
    sameId(given.id, params.consumer_id)
    if (Object.hasOwn(given, 'secret'))
      throw new Unreadable('The secret of a consumer cannot be changed.', 'secret')
    const consumer = await visit.run(updateConsumer, {
      id: params.consumer_id,
      description: given.description,
      extra: extrasOf(given, known),
    })
    return { status: 200, body: { consumer: showConsumer(consumer, visit) } }
  },

  async deleteConsumer({ params }, visit) {
    await visit.run(deleteConsumer, { id: params.consumer_id })
    return { status: 204 }
  },

  async createRequestToken(_ask, visit) {
    const projectId = visit.header('requested-project-id')
    if (!projectId) throw new Unreadable('Name the project in the header Requested-Project-Id.')
    const told = await visit.run(createRequestToken, { request: signedRequest(visit), projectId })
    return { status: 201, headers: noStore, body: tell(told) }
  },

  async authorizeRequestToken({ params, body: { roles } }, visit) {
    const { verifier } = await visit.run(authorizeRequestToken, { id: params.request_token_id, roles })
    return { status: 200, body: { token: { oauth_verifier: verifier } } }
  },

  async createAccessToken(_ask, visit) {
    const told = await visit.run(createAccessToken, { request: signedRequest(visit) })
    return { status: 201, headers: noStore, body: tell(told) }
  },

  async listAccessTokens({ params, query }, visit) {
    const asked = readList<AccessTokenFilterKey>(query, {})
    const found = await visit.run(listAccessTokens, { ...asked, userId: params.user_id })
    return {
      status: 200,
      body: collectionOf(visit, 'access_tokens', found, asked.page.limit, (row) =>
        showAccessToken(row, visit),
      ),
    }
  },

  async getAccessToken({ params }, visit) {
    const token = await visit.run(getAccessToken, { userId: params.user_id, id: params.access_token_id })
    return { status: 200, body: { access_token: showAccessToken(token, visit) } }
  },

  async deleteAccessToken({ params }, visit) {
    await visit.run(deleteAccessToken, { userId: params.user_id, id: params.access_token_id })
    return { status: 204 }
  },

  async listAccessTokenRoles({ params, query }, visit) {
    const { page } = readList(query, {})
    const of = { userId: params.user_id, id: params.access_token_id }
    const found = await visit.run(listAccessTokenRoles, { ...of, page })
    return {
      status: 200,
      body: collectionOf(visit, 'roles', found, page.limit, (role) => showRole(role, visit)),
    }
  },

  async getAccessTokenRole({ params }, visit) {
    const of = { userId: params.user_id, id: params.access_token_id }
    const role = await visit.run(getAccessTokenRole, { ...of, roleId: params.role_id })
    return { status: 200, body: { role: showRole(role, visit) } }
  },
} satisfies Handlers<typeof contract>
