import type { me as contract } from '@muster/contract/native/me.ts'
import type { Scope } from '../../core/caller.ts'
import { whoAmI } from '../../core/sessions/who-am-i.ts'
import { showSession } from './sessions.ts'
import { showUser } from './users.ts'
import type { NativeHandlers } from './visit.ts'

const showScope = (scope: Scope) => {
  switch (scope.kind) {
    case 'unscoped':
      return { type: 'none' as const }
    case 'system':
      return { type: 'system' as const }
    case 'domain':
      return { type: 'domain' as const, domain_id: scope.domainId }
    case 'project':
      return { type: 'project' as const, domain_id: scope.domainId, project_id: scope.projectId }
  }
}

export const me = {
  async getMe(_ask, visit) {
    const { user, session, authority } = await visit.run(whoAmI, {})
    return {
      status: 200,
      body: {
        user: showUser(user),
        session: session ? showSession(session, visit) : null,
        authority: {
          scope: showScope(authority.scope),
          roles: authority.roles.map(({ id, name }) => ({ id, name })),
        },
      },
    }
  },
} satisfies NativeHandlers<typeof contract>
