import { ArgumentError } from '../transport/errors.ts'
import { idOf, type Ref } from './fields.ts'

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

type Place = { readonly path: string; readonly params: Readonly<Record<string, string>> }

/** The one name that the arguments contain. */
const only = <K extends string>(args: object | undefined, names: readonly K[]): K => {
  const given = names.filter((name) => (args as Record<string, unknown> | undefined)?.[name] !== undefined)
  const [name] = given
  if (name === undefined || given.length > 1)
    throw new ArgumentError(given[1] ?? names[0] ?? '', `give exactly one of ${names.join(', ')}`)
  return name
}

/** The path of the roles of an actor on a target. */
export const rolesPath = (args: Actor & Target): Place => {
  const target = only(args, ['domain', 'project', 'system'])
  const actor = only(args, ['user', 'group'])
  const params = { [actor]: idOf(args[actor], actor) }
  if (target !== 'system')
    return {
      path: `/${target}s/{${target}}/${actor}s/{${actor}}/roles`,
      params: { ...params, [target]: idOf(args[target], target) },
    }
  if (args.system !== 'all') throw new ArgumentError('system', 'must be "all"')
  return { path: `/system/${actor}s/{${actor}}/roles`, params }
}

/** The path of one assignment. */
export const assignmentPath = (assignment: Assignment): Place => {
  const { path, params } = rolesPath(assignment)
  const place = { path: `${path}/{role}`, params: { ...params, role: idOf(assignment.role, 'role') } }
  if (!assignment.inherited) return place
  if (assignment.system !== undefined)
    throw new ArgumentError('inherited', 'assignments on the system are not inherited')
  return { ...place, path: `/OS-INHERIT${place.path}/inherited_to_projects` }
}
