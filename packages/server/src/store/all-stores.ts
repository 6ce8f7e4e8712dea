import type { Stores } from '../core/stores.ts'
import { accessRuleStore } from './access-rules.ts'
import { applicationCredentialStore } from './application-credentials.ts'
import { assignmentStore } from './assignments.ts'
import { credentialStore } from './credentials.ts'
import type { Db } from './dialect.ts'
import { endpointStore } from './endpoints.ts'
import { eventStore } from './events.ts'
import { groupStore } from './groups.ts'
import { keyStore } from './keys.ts'
import { lockoutStore } from './lockouts.ts'
import { oauth1Store } from './oauth1.ts'
import { passcodeStore } from './passcodes.ts'
import { passwordStore } from './passwords.ts'
import { projectStore } from './projects.ts'
import { regionStore } from './regions.ts'
import { revocationStore } from './revocations.ts'
import { roleStore } from './roles.ts'
import { serviceStore } from './services.ts'
import { sessionStore } from './sessions.ts'
import { trustStore } from './trusts.ts'
import { userStore } from './users.ts'

/** Every port of core over one connection or transaction. */
export const makeStores = (db: Db): Stores => ({
  accessRules: accessRuleStore(db),
  applicationCredentials: applicationCredentialStore(db),
  assignments: assignmentStore(db),
  credentials: credentialStore(db),
  endpoints: endpointStore(db),
  events: eventStore(db),
  groups: groupStore(db),
  keys: keyStore(db),
  lockouts: lockoutStore(db),
  passcodes: passcodeStore(db),
  passwords: passwordStore(db),
  oauth1: oauth1Store(db),
  projects: projectStore(db),
  regions: regionStore(db),
  revocations: revocationStore(db),
  roles: roleStore(db),
  services: serviceStore(db),
  sessions: sessionStore(db),
  trusts: trustStore(db),
  users: userStore(db),
})
