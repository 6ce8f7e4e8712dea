import { native } from '@muster/contract/native/all.ts'
import { problems as problemsContract } from '@muster/contract/native/problems.ts'
import { anonymous } from '../../core/kernel/caller.ts'
import { domainError } from '../../core/kernel/domain-error.ts'
import type { Api } from '../../http/api.ts'
import { type BearerApiParts, bearerApi } from '../../http/bearer-api.ts'
import { defineApi } from '../../http/define-api.ts'
import { parseJson } from '../../http/read-json.ts'
import { apiKeys } from './api-keys.ts'
import { authenticate } from './authenticate.ts'
import { bulkJobs } from './bulk-jobs.ts'
import { deletedUsers } from './deleted-users.ts'
import { discovery } from './discovery.ts'
import { documents } from './documents.ts'
import { domains } from './domains.ts'
import { renderHttpError, toErrorResponse } from './errors.ts'
import { events } from './events.ts'
import { groups } from './groups.ts'
import { idempotent, mayBeIdempotent } from './idempotency.ts'
import { imports } from './imports.ts'
import { introspection } from './introspection.ts'
import { invitations } from './invitations.ts'
import { mappings } from './mappings.ts'
import { me } from './me.ts'
import { messages } from './messages.ts'
import { notifications } from './notifications.ts'
import { passwords } from './passwords.ts'
import { plans } from './plans.ts'
import { problems } from './problems.ts'
import { projects } from './projects.ts'
import { makeReleases } from './releases.ts'
import type { NativeContext } from './request-context.ts'
import { roleAssignments } from './role-assignments.ts'
import { roles } from './roles.ts'
import { secondFactors } from './second-factors.ts'
import { server } from './server.ts'
import { sessions } from './sessions.ts'
import { users } from './users.ts'
import { webhooks } from './webhooks.ts'

/** Bytes: enough for a description of maximum length in any encoding. */
const bodyLimit = 524_288

const readBody = (bytes: Buffer, contentType: string | undefined): unknown => {
  if (!/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(contentType?.trim() ?? ''))
    throw domainError(
      'invalid',
      'media_type_unsupported',
      'The body must be JSON (Content-Type: application/json).',
    )
  return parseJson(bytes)
}

export type NativeParts = Pick<NativeContext, 'cursors' | 'rowFormats' | 'settings'> &
  BearerApiParts & {
    /** Origins whose pages may call this API (CORS). */
    readonly crossOrigins: readonly string[]
  }

const handlers = {
  ...apiKeys,
  ...bulkJobs,
  ...deletedUsers,
  ...discovery,
  ...domains,
  ...groups,
  ...imports,
  ...introspection,
  ...mappings,
  ...me,
  ...messages,
  ...documents,
  ...notifications,
  ...plans,
  ...projects,
  ...invitations,
  ...passwords,
  ...roleAssignments,
  ...roles,
  ...server,
  ...secondFactors,
  ...sessions,
  ...users,
  ...events,
  ...webhooks,
}

/** The native API at `/api/v1`, and the descriptions of its problems at `/problems`. */
export const nativeApis = ({
  cursors,
  rowFormats,
  settings,
  bearer,
  limits,
  crossOrigins,
}: NativeParts): readonly Api[] => {
  const releases = makeReleases()
  return [
    bearerApi<typeof native, NativeContext>(
      { bearer, limits },
      {
        name: 'native',
        prefix: '/api/v1',
        contract: native,
        handlers,
        contextOf: (context) => ({ ...context, cursors, rowFormats, settings }),
        wrapHandler: (name, operation, handler) =>
          mayBeIdempotent(operation) ? idempotent(name, handler, releases) : handler,
        bodyLimit,
        authenticate: authenticate(bearer),
        toErrorResponse,
        renderHttpError,
        readBody,
        headers: {
          vary: crossOrigins.length === 0 ? 'Authorization, Cookie' : 'Authorization, Cookie, Origin',
        },
        crossOrigins,
      },
    ),
    defineApi<typeof problemsContract>({
      name: 'native',
      prefix: '/problems',
      contract: problemsContract,
      handlers: problems,
      contextOf: (context) => context,
      bodyLimit,
      authenticate: () => anonymous,
      limits,
      toErrorResponse,
      renderHttpError,
      headers: ({ shownId }) => ({ 'x-request-id': shownId, vary: 'Accept' }),
    }),
  ]
}
