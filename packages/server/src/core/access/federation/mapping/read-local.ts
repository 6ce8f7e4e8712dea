import type { SchemaVersion } from '../mapping.ts'
import { readItems, readObject, rejectAt } from './mapping-input.ts'
import type { DomainTemplates, LocalRule, ProjectTemplates, UserTemplates } from './mapping-rules.ts'
import { type Feeds, readTemplate, readTextList } from './read-template.ts'

const readDomain = (path: string, input: unknown, feeds: Feeds): DomainTemplates => {
  const { id, name } = readObject(path, input, ['id', 'name'])
  return {
    ...(id === undefined ? {} : { id: readTemplate(`${path}.id`, id, feeds) }),
    ...(name === undefined ? {} : { name: readTemplate(`${path}.name`, name, feeds) }),
  }
}

/** Undefined without a member, which says nothing, as in Keystone. */
const readUser = (path: string, input: unknown, feeds: Feeds): UserTemplates | undefined => {
  const { id, name, email, domain, type } = readObject(path, input, ['id', 'name', 'email', 'domain', 'type'])
  if (type !== undefined && type !== 'ephemeral' && type !== 'local')
    return rejectAt(`${path}.type`, 'must be ephemeral or local.')
  if ([id, name, email, domain, type].every((member) => member === undefined)) return undefined
  return {
    type: type ?? 'ephemeral',
    ...(id === undefined ? {} : { id: readTemplate(`${path}.id`, id, feeds) }),
    ...(name === undefined ? {} : { name: readTemplate(`${path}.name`, name, feeds) }),
    ...(email === undefined ? {} : { email: readTemplate(`${path}.email`, email, feeds) }),
    ...(domain === undefined ? {} : { domain: readDomain(`${path}.domain`, domain, feeds) }),
  }
}

const readGroup = (path: string, input: unknown, feeds: Feeds): NonNullable<LocalRule['group']> => {
  const { id, name, domain } = readObject(path, input, ['id', 'name', 'domain'])
  if (id !== undefined) {
    if (name !== undefined || domain !== undefined)
      return rejectAt(path, 'must have either id, or name and domain.')
    return { id: readTemplate(`${path}.id`, id, feeds) }
  }
  if (name === undefined || domain === undefined) return rejectAt(path, 'must have id, or name and domain.')
  const read = readDomain(`${path}.domain`, domain, feeds)
  if (!read.id && !read.name) return rejectAt(`${path}.domain`, 'must have id or name.')
  return { name: readTemplate(`${path}.name`, name, feeds), domain: read }
}

const readRole = (path: string, input: unknown, feeds: Feeds) => ({
  name: readTemplate(`${path}.name`, readObject(path, input, ['name'])['name'], feeds),
})

const readProject = (
  path: string,
  input: unknown,
  version: SchemaVersion,
  feeds: Feeds,
): ProjectTemplates => {
  const known = version === '1.0' ? ['name', 'roles'] : ['name', 'roles', 'domain']
  const { name, roles, domain } = readObject(path, input, known)
  return {
    name: readTemplate(`${path}.name`, name, feeds),
    roles: readItems(`${path}.roles`, roles).map((role, at) => readRole(`${path}.roles[${at}]`, role, feeds)),
    ...(domain === undefined ? {} : { domain: readDomain(`${path}.domain`, domain, feeds) }),
  }
}

/** Reads one object of the local part of a rule. */
export const readLocal = (path: string, input: unknown, version: SchemaVersion, feeds: Feeds): LocalRule => {
  const local = readObject(path, input, ['user', 'group', 'groups', 'group_ids', 'projects', 'domain'])
  const { user, group, groups, group_ids: ids, projects, domain } = local
  const mapped = user === undefined ? undefined : readUser(`${path}.user`, user, feeds)
  return {
    ...(mapped === undefined ? {} : { user: mapped }),
    ...(group === undefined ? {} : { group: readGroup(`${path}.group`, group, feeds) }),
    ...(groups === undefined ? {} : { groups: readTextList(`${path}.groups`, groups, feeds) }),
    ...(ids === undefined ? {} : { groupIds: readTextList(`${path}.group_ids`, ids, feeds) }),
    ...(projects === undefined
      ? {}
      : {
          projects: readItems(`${path}.projects`, projects).map((project, at) =>
            readProject(`${path}.projects[${at}]`, project, version, feeds),
          ),
        }),
    ...(domain === undefined ? {} : { domain: readDomain(`${path}.domain`, domain, feeds) }),
  }
}
