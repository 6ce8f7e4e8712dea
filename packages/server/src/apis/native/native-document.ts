import { native } from '@muster/contract/native/all.ts'
import {
  ApiKey,
  ApiKeyChange,
  ApiKeyRotation,
  ApiKeyWithSecret,
  NewApiKey,
} from '@muster/contract/native/api-keys.ts'
import { BulkJob, BulkJobError, NewBulkJob } from '@muster/contract/native/bulk-jobs.ts'
import { DeletedUser } from '@muster/contract/native/deleted-users.ts'
import { Document } from '@muster/contract/native/documents.ts'
import { Domain } from '@muster/contract/native/domains.ts'
import { Event } from '@muster/contract/native/events.ts'
import { exampleRequests } from '@muster/contract/native/example-requests.ts'
import { fieldTexts } from '@muster/contract/native/field-texts.ts'
import { Group } from '@muster/contract/native/groups.ts'
import { Import, ImportError } from '@muster/contract/native/imports.ts'
import { Invitation, NewInvitation } from '@muster/contract/native/invitations.ts'
import { Me } from '@muster/contract/native/me.ts'
import { Message } from '@muster/contract/native/messages.ts'
import { Notification, NotificationPreferences } from '@muster/contract/native/notifications.ts'
import { nounOf, tags } from '@muster/contract/native/nouns.ts'
import { headerParameters, queryParameters } from '@muster/contract/native/parameters.ts'
import { Plan } from '@muster/contract/native/plans.ts'
import { problemType } from '@muster/contract/native/problem-codes.ts'
import { Project, ProjectMember } from '@muster/contract/native/projects.ts'
import { RoleAssignment } from '@muster/contract/native/role-assignments.ts'
import { Role } from '@muster/contract/native/roles.ts'
import { OpenedSession, Session, SignIn } from '@muster/contract/native/sessions.ts'
import { Problem, ProblemType } from '@muster/contract/native/shapes.ts'
import { NewUser, User, UserChange } from '@muster/contract/native/users.ts'
import { Delivery, Webhook } from '@muster/contract/native/webhooks.ts'
import type { Contract } from '@muster/contract/operation.ts'
import { eventKinds } from '../../core/kernel/events/event-kinds.ts'
import { cookieName } from '../../http/session-cookie.ts'
import { curlOf } from './docs/curl-example.ts'
import { typescriptExamples } from './docs/typescript-examples.ts'
import { filledIn } from './examples.ts'
import { mayBeIdempotent } from './idempotency.ts'
import { openapiDocument } from './openapi.ts'
import { codesByStatus } from './problem-statuses.ts'
import { webhookPaths } from './webhook-paths.ts'

/** Adds the header Idempotency-Key and its errors to every operation that supports it. */
const withKeys = (contract: Contract): Contract =>
  Object.fromEntries(
    Object.entries(contract).map(([name, operation]) => {
      if (!mayBeIdempotent(operation)) return [name, operation]
      const { headers = [], errors = [] } = operation
      return [name, { ...operation, headers: [...headers, 'Idempotency-Key'], errors: [...errors, 409, 422] }]
    }),
  )

/** The OpenAPI document of this API. */
export const nativeDocument = () =>
  openapiDocument({
    contract: withKeys(native),
    title: 'Muster',
    description: [
      'Accounts and access of one user directory: users, groups, projects, domains, roles, sessions and API keys, with the event log, webhooks, imports and bulk jobs.',
      'Requests and responses are JSON with `snake_case` names, times in RFC 3339 UTC and ids as text. Requests are strict: an unknown field or query parameter is an error that names it. Later versions may add fields to responses.',
      'Errors are problem details (RFC 9457); the `type` is a path that describes the problem and its solution.',
    ].join('\n\n'),
    server: '/api/v1',
    schemas: {
      ApiKey,
      ApiKeyWithSecret,
      User,
      Session,
      OpenedSession,
      Me,
      Message,
      Event,
      Webhook,
      Delivery,
      Problem,
      ProblemType,
      Document,
      Notification,
      NotificationPreferences,
      Plan,
      Invitation,
      DeletedUser,
      Group,
      Role,
      RoleAssignment,
      Domain,
      Project,
      ProjectMember,
      Import,
      ImportError,
      BulkJob,
      BulkJobError,
    },
    requestSchemas: {
      NewApiKey,
      ApiKeyChange,
      ApiKeyRotation,
      NewUser,
      UserChange,
      SignIn,
      NewInvitation,
      NewBulkJob,
    },
    tags,
    tagOf: (operation) => nounOf(operation) ?? 'discovery',
    bodyExampleOf: (operation) => filledIn(exampleRequests[operation as keyof typeof native]?.body),
    samplesOf: (operation, declared) => [
      { lang: 'Shell', label: 'curl', source: curlOf(operation, declared) },
      { lang: 'TypeScript', label: 'TypeScript', source: typescriptExamples[operation] ?? '' },
    ],
    problemTypes: new Map([...codesByStatus].map(([status, codes]) => [status, codes.map(problemType)])),
    fieldTexts,
    enums: new Map([[Event.properties.kind, Object.keys(eventKinds)]]),
    webhooks: webhookPaths(Event),
    queryParameters,
    headerParameters,
    securitySchemes: {
      session: {
        type: 'http',
        scheme: 'bearer',
        description:
          'The secret of a session from `POST /sessions`, or of an API key from `POST /api-keys`: `Authorization: Bearer …`.',
      },
      cookie: {
        type: 'apiKey',
        in: 'cookie',
        name: cookieName,
        description:
          'For browsers: the cookie `__Host-muster`. Methods other than GET and HEAD also need the header `X-Muster-Request`.',
      },
    },
  })
