import type { oauth1 as contract } from '@muster/contract/keystone/oauth1.ts'
import { getAccessTokenRole, listAccessTokenRoles } from '../../core/access/oauth1/access-token-roles.ts'
import {
  deleteAccessToken,
  getAccessToken,
  listAccessTokens,
} from '../../core/access/oauth1/access-tokens.ts'
import { authorizeRequestToken } from '../../core/access/oauth1/authorize-request-token.ts'
import { deleteConsumer, getConsumer, listConsumers } from '../../core/access/oauth1/consumers.ts'
import { createAccessToken } from '../../core/access/oauth1/create-access-token.ts'
import { createConsumer } from '../../core/access/oauth1/create-consumer.ts'
import { createRequestToken, type WithSecret } from '../../core/access/oauth1/create-request-token.ts'
import type { AccessToken, Consumer } from '../../core/access/oauth1/oauth1.ts'
import type { AccessTokenFilterKey, ConsumerFilterKey } from '../../core/access/oauth1/oauth1-store.ts'
import { updateConsumer } from '../../core/access/oauth1/update-consumer.ts'
import { BadRequest, type Handlers, type RequestContext } from '../../http/api.ts'
import { extrasOf, sameId } from './attributes.ts'
import { selfLink } from './links.ts'
import { collectionOf, readList } from './lists.ts'
import { showRole } from './roles.ts'
import { signedRequest } from './signed-request.ts'
import { tokenTime } from './times.ts'

const known = new Set(['description', 'secret'])

const showConsumer = (consumer: Consumer, context: RequestContext) => ({
  ...consumer.extra,
  id: consumer.id,
  description: consumer.description,
  links: selfLink(context, 'OS-OAUTH1/consumers', consumer.id),
})

const showAccessToken = (token: AccessToken, context: RequestContext) => {
  const { self } = selfLink(context, `users/${token.authorizingUserId}/OS-OAUTH1/access_tokens`, token.id)
  return {
    id: token.id,
    consumer_id: token.consumerId,
    authorizing_user_id: token.authorizingUserId,
    project_id: token.projectId,
    expires_at: token.expiresAt === null ? null : tokenTime(token.expiresAt / 1000),
    links: { self, roles: `${self}/roles` },
  }
}

const showSecret = ({
  token,
  secret,
}: WithSecret<{ readonly id: string; readonly expiresAt: number | null }>) => ({
  oauth_token: token.id,
  oauth_token_secret: secret,
  ...(token.expiresAt === null ? {} : { oauth_expires_at: tokenTime(token.expiresAt / 1000) }),
})

const noStore = { 'cache-control': 'no-store' }

export const oauth1 = {
  async listConsumers({ query }, context) {
    const listQuery = readList<ConsumerFilterKey>(query, {})
    const found = await context.run(listConsumers, listQuery)
    return {
      status: 200,
      body: collectionOf(context, 'consumers', found, listQuery.page.limit, (row) =>
        showConsumer(row, context),
      ),
    }
  },

  async createConsumer({ body: { consumer: input } }, context) {
    const { consumer, secret } = await context.run(createConsumer, {
      description: input.description,
      extra: extrasOf(input, known),
    })
    return { status: 201, body: { consumer: { ...showConsumer(consumer, context), secret } } }
  },

  async getConsumer({ params }, context) {
    const consumer = await context.run(getConsumer, { id: params.consumer_id })
    return { status: 200, body: { consumer: showConsumer(consumer, context) } }
  },

  async updateConsumer({ params, body: { consumer: input } }, context) {
    sameId(input.id, params.consumer_id)
    if (Object.hasOwn(input, 'secret'))
      throw new BadRequest('The secret of a consumer cannot be changed.', 'secret')
    const consumer = await context.run(updateConsumer, {
      id: params.consumer_id,
      description: input.description,
      extra: extrasOf(input, known),
    })
    return { status: 200, body: { consumer: showConsumer(consumer, context) } }
  },

  async deleteConsumer({ params }, context) {
    await context.run(deleteConsumer, { id: params.consumer_id })
    return { status: 204 }
  },

  async createRequestToken(_request, context) {
    const projectId = context.header('requested-project-id')
    if (!projectId) throw new BadRequest('The header Requested-Project-Id is required.')
    const issued = await context.run(createRequestToken, { request: signedRequest(context), projectId })
    return { status: 201, headers: noStore, body: showSecret(issued) }
  },

  async authorizeRequestToken({ params, body: { roles } }, context) {
    const { verifier } = await context.run(authorizeRequestToken, { id: params.request_token_id, roles })
    return { status: 200, body: { token: { oauth_verifier: verifier } } }
  },

  async createAccessToken(_request, context) {
    const issued = await context.run(createAccessToken, { request: signedRequest(context) })
    return { status: 201, headers: noStore, body: showSecret(issued) }
  },

  async listAccessTokens({ params, query }, context) {
    const listQuery = readList<AccessTokenFilterKey>(query, {})
    const found = await context.run(listAccessTokens, { ...listQuery, userId: params.user_id })
    return {
      status: 200,
      body: collectionOf(context, 'access_tokens', found, listQuery.page.limit, (row) =>
        showAccessToken(row, context),
      ),
    }
  },

  async getAccessToken({ params }, context) {
    const token = await context.run(getAccessToken, { userId: params.user_id, id: params.access_token_id })
    return { status: 200, body: { access_token: showAccessToken(token, context) } }
  },

  async deleteAccessToken({ params }, context) {
    await context.run(deleteAccessToken, { userId: params.user_id, id: params.access_token_id })
    return { status: 204 }
  },

  async listAccessTokenRoles({ params, query }, context) {
    const { page } = readList(query, {})
    const of = { userId: params.user_id, id: params.access_token_id }
    const found = await context.run(listAccessTokenRoles, { ...of, page })
    return {
      status: 200,
      body: collectionOf(context, 'roles', found, page.limit, (role) => showRole(role, context)),
    }
  },

  async getAccessTokenRole({ params }, context) {
    const of = { userId: params.user_id, id: params.access_token_id }
    const role = await context.run(getAccessTokenRole, { ...of, roleId: params.role_id })
    return { status: 200, body: { role: showRole(role, context) } }
  },
} satisfies Handlers<typeof contract>
