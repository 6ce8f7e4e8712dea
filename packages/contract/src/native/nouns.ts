import type { Contract } from '../operation.ts'
import { apiKeys } from './api-keys.ts'
import { bulkJobs } from './bulk-jobs.ts'
import { deletedUsers } from './deleted-users.ts'
import { discovery } from './discovery.ts'
import { documents } from './documents.ts'
import { domains } from './domains.ts'
import { events } from './events.ts'
import { groups } from './groups.ts'
import { imports } from './imports.ts'
import { introspection } from './introspection.ts'
import { invitations } from './invitations.ts'
import { mappings } from './mappings.ts'
import { me } from './me.ts'
import { messages } from './messages.ts'
import { notifications } from './notifications.ts'
import { nounTexts } from './noun-texts.ts'
import { passwords } from './passwords.ts'
import { plans } from './plans.ts'
import { projects } from './projects.ts'
import { roleAssignments } from './role-assignments.ts'
import { roles } from './roles.ts'
import { secondFactors } from './second-factors.ts'
import { server } from './server.ts'
import { sessions } from './sessions.ts'
import { users } from './users.ts'
import { webhooks } from './webhooks.ts'

/** The nouns of this API with their operations, in the order of the documentation. Each is a tag of the OpenAPI document. */
export const nouns = {
  users,
  me,
  sessions,
  passwords,
  'second-factors': secondFactors,
  invitations,
  'deleted-users': deletedUsers,
  groups,
  roles,
  'role-assignments': roleAssignments,
  domains,
  mappings,
  projects,
  'api-keys': apiKeys,
  introspection,
  plans,
  documents,
  notifications,
  messages,
  events,
  webhooks,
  imports,
  'bulk-jobs': bulkJobs,
  server,
  discovery,
} as const satisfies Record<keyof typeof nounTexts, Contract>

export type Noun = keyof typeof nouns

export const allNouns = Object.keys(nouns) as readonly Noun[]

const nounByOperation: ReadonlyMap<string, Noun> = new Map(
  allNouns.flatMap((noun) => Object.keys(nouns[noun]).map((operation) => [operation, noun] as const)),
)

export const nounOf = (operation: string): Noun | undefined => nounByOperation.get(operation)

/** The tags of the OpenAPI document with their descriptions. */
export const tags: Readonly<Record<string, string>> = Object.fromEntries(
  allNouns.map((noun) => [noun, `${nounTexts[noun].summary} ${nounTexts[noun].text}`]),
)
