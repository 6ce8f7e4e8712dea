import type { GivenScope } from '@muster/contract/native/shapes.ts'
import type { Static } from 'typebox'
import type { AssignmentTarget } from '../../core/directory/assignments/assignment.ts'
import type { Scope } from '../../core/kernel/caller.ts'
import { BadRequest } from '../../http/api.ts'

export const fieldErrorAt = (pointer: string, detail: string) =>
  new BadRequest(detail, pointer.slice(1), [{ pointer, detail }])

/** The representation of a scope in this API, `{ type, id }`. */
export const showScope = (scope: AssignmentTarget) => ({
  type: scope.type,
  id: scope.type === 'system' ? null : scope.id,
})

export const showCallerScope = (scope: Scope) => {
  switch (scope.kind) {
    case 'unscoped':
      return { type: 'none' as const, id: null }
    case 'system':
      return { type: 'system' as const, id: null }
    case 'domain':
      return { type: 'domain' as const, id: scope.domainId }
    case 'project':
      return { type: 'project' as const, id: scope.projectId }
  }
}

/** Reads a scope; `domain_id` and `project_id` are aliases of `id`. */
export const readScope = (input: Static<typeof GivenScope>, place = '/scope'): AssignmentTarget => {
  const { type, id } = input
  const own = { system: undefined, domain: 'domain_id', project: 'project_id' } as const
  for (const name of ['domain_id', 'project_id'] as const)
    if (input[name] !== undefined && name !== own[type])
      throw fieldErrorAt(`${place}/${name}`, `must be absent for the type ${type}`)
  if (type === 'system') {
    if (id != null) throw fieldErrorAt(`${place}/id`, 'must be absent for the system')
    return { type }
  }
  const named = input[own[type]]
  if (id != null && named !== undefined && id !== named)
    throw fieldErrorAt(`${place}/${own[type]}`, 'must be equal to id, or absent')
  const found = id ?? named
  if (found === undefined) throw fieldErrorAt(`${place}/id`, 'must be the id of the domain or project')
  return { type, id: found }
}
