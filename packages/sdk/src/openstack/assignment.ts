import { ArgumentError } from '../transport/errors.ts'
import { only, type Place, placeOf } from './associations.ts'
import type { Ref } from './fields.ts'

/** A user or a group. */
export type Actor =
  | { readonly user: Ref; readonly group?: undefined }
  | { readonly group: Ref; readonly user?: undefined }

/** A domain, a project, or the system (there is one, `all`). */
export type Target =
  | { readonly domain: Ref; readonly project?: undefined; readonly system?: undefined }
  | { readonly project: Ref; readonly domain?: undefined; readonly system?: undefined }
  | { readonly system: 'all'; readonly domain?: undefined; readonly project?: undefined }

/** A role of a user or group on a target. */
export type Assignment = Actor &
  Target & {
    readonly role: Ref
    /** The role applies to the projects below the domain or project, and not to the domain or project itself. */
    readonly inherited?: boolean | undefined
  }

/** The path of the roles of an actor on a target. */
const rolesPath = (args: Actor & Target): string => {
  const target = only(args, ['domain', 'project', 'system'])
  const actor = only(args, ['user', 'group'])
  if (target !== 'system') return `/${target}s/{${target}}/${actor}s/{${actor}}/roles`
  if (args.system !== 'all') throw new ArgumentError('system', 'must be "all"')
  return `/system/${actor}s/{${actor}}/roles`
}

/** The place of the roles of an actor on a target. */
export const rolesPlace = (args: Actor & Target): Place => placeOf(rolesPath(args), args)

/** The place of one assignment. */
export const assignmentPlace = (assignment: Assignment): Place => {
  const path = `${rolesPath(assignment)}/{role}`
  if (!assignment.inherited) return placeOf(path, assignment)
  if (assignment.system !== undefined)
    throw new ArgumentError('inherited', 'assignments on the system are not inherited')
  return placeOf(`/OS-INHERIT${path}/inherited_to_projects`, assignment)
}
