import { ArgumentError } from '../transport/errors.ts'
import { type ClientOptions, makeTransport } from '../transport/transport.ts'
import { parseBaseUrl } from '../transport/url.ts'
import { makeNativeApi } from './api.ts'
import { toMusterError } from './errors.ts'
import { makeApiKeys } from './resources/api-keys.ts'
import { makeAssignments } from './resources/assignments.ts'
import { makeBulkJobs } from './resources/bulk-jobs.ts'
import { makeDeletedUsers } from './resources/deleted-users.ts'
import { makeDocuments } from './resources/documents.ts'
import { makeDomains } from './resources/domains.ts'
import { makeEvents } from './resources/events.ts'
import { makeGroups } from './resources/groups.ts'
import { makeImports } from './resources/imports.ts'
import { makeIntrospect } from './resources/introspect.ts'
import { makeInvitations } from './resources/invitations.ts'
import { makeMappings } from './resources/mappings.ts'
import { makeMe } from './resources/me.ts'
import { makeMessages } from './resources/messages.ts'
import { makeNotifications } from './resources/notifications.ts'
import { makePasswords } from './resources/passwords.ts'
import { makePlans } from './resources/plans.ts'
import { makeProjects } from './resources/projects.ts'
import { makeRoles } from './resources/roles.ts'
import { makeSecondFactors } from './resources/second-factors.ts'
import { makeServer } from './resources/server.ts'
import { makeSessions } from './resources/sessions.ts'
import { makeUsers } from './resources/users.ts'
import { makeWebhooks } from './resources/webhooks.ts'

export interface MusterOptions extends ClientOptions {
  /** The address of the server, such as `https://muster.example.com`. */
  readonly url: string
  /** The secret of an API key: `mst_k_…`. */
  readonly apiKey?: string | undefined
  /** The secret of a session, from `sessions.open`: `mst_s_…`. */
  readonly session?: string | undefined
  /** True in a page of the same origin: requests are authenticated by the session cookie. */
  readonly cookie?: boolean | undefined
}

/**
 * The client of the native API.
 *
 * @example
 * const muster = new Muster({ url: 'https://muster.example.com', apiKey })
 * const ada = await muster.users.create({ username: 'ada', email: 'ada@example.com' })
 */
export class Muster {
  readonly apiKeys
  readonly assignments
  readonly bulkJobs
  readonly deletedUsers
  readonly documents
  readonly domains
  readonly events
  readonly groups
  readonly imports
  readonly introspect
  readonly invitations
  readonly mappings
  readonly me
  readonly messages
  readonly notifications
  readonly passwords
  readonly plans
  readonly projects
  readonly roles
  readonly server
  readonly secondFactors
  readonly sessions
  readonly users
  readonly webhooks

  /** Throws `ArgumentError` for an invalid address, or for more than one kind of credentials. */
  constructor({ url, apiKey, session, cookie = false, ...options }: MusterOptions) {
    if ([apiKey !== undefined, session !== undefined, cookie].filter(Boolean).length > 1)
      throw new ArgumentError('apiKey', 'give only one of apiKey, session and cookie')
    const secret = apiKey ?? session
    if (secret !== undefined && !/^[\x21-\x7e]+$/.test(secret))
      throw new ArgumentError(apiKey === undefined ? 'session' : 'apiKey', 'must be a secret')
    const credentials = (): Record<string, string> => {
      if (cookie) return { 'x-muster-request': '1' }
      return secret === undefined ? {} : { authorization: `Bearer ${secret}` }
    }
    const transport = makeTransport({
      ...options,
      baseUrl: `${parseBaseUrl(url, 'url')}/api/v1`,
      authorization: { headers: credentials },
      toError: toMusterError,
    })
    const api = makeNativeApi(transport)
    this.apiKeys = makeApiKeys(api)
    this.assignments = makeAssignments(api)
    this.bulkJobs = makeBulkJobs(api)
    this.deletedUsers = makeDeletedUsers(api)
    this.documents = makeDocuments(api)
    this.domains = makeDomains(api)
    this.events = makeEvents(api)
    this.groups = makeGroups(api)
    this.imports = makeImports(api)
    this.introspect = makeIntrospect(api)
    this.invitations = makeInvitations(api)
    this.mappings = makeMappings(api)
    this.me = makeMe(api)
    this.messages = makeMessages(api)
    this.notifications = makeNotifications(api)
    this.passwords = makePasswords(api)
    this.plans = makePlans(api)
    this.projects = makeProjects(api)
    this.roles = makeRoles(api)
    this.server = makeServer(api)
    this.secondFactors = makeSecondFactors(api)
    this.sessions = makeSessions(api)
    this.users = makeUsers(api)
    this.webhooks = makeWebhooks(api)
  }
}
