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

/** The contract of the native API below `/api/v1`. */
export const native = {
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
  ...secondFactors,
  ...sessions,
  ...server,
  ...users,
  ...events,
  ...webhooks,
} as const satisfies Contract
