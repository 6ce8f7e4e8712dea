import type { NewProject, Project, ProjectChange, ProjectMember } from '@muster/sdk'
import { choice, clearable, type Fields, list, reference, text, toggle } from '../command/field.ts'
import { type Noun, verb } from '../command/verb.ts'
import type { Columns } from '../output/columns.ts'
import { roleNames } from './api-key-fields.ts'

const columns = {
  name: true,
  enabled: true,
  domain_id: true,
  parent_id: true,
  id: true,
  description: false,
  tags: false,
  immutable: false,
  created_at: false,
  updated_at: false,
} as const satisfies Record<keyof Project, boolean>

const memberColumns = {
  username: true,
  display_name: true,
  status: true,
  roles: roleNames,
  user_id: true,
} as const satisfies Record<keyof ProjectMember, Columns[string]>

const project = { about: 'the name or id', names: 'project' } as const
const user = { about: 'the username, email or id', names: 'user' } as const

const changed = {
  description: clearable('a description'),
  enabled: toggle('can be a scope'),
  tags: list("a tag, may be repeated; a change replaces all; '' for none", 'TAG'),
  immutable: toggle('protected from changes and deletion'),
}

export const projectNoun: Noun = {
  name: 'project',
  about: 'projects, which are scopes for roles',
  parts: { member: 'the users with a role on a project' },
  verbs: {
    list: verb({
      about: 'list projects',
      fields: {
        domain_id: reference('domain', 'only this domain'),
        parent_id: reference('project', 'only directly below this project'),
        name: text('exactly this name'),
      },
      examples: ['muster project list --domain default', 'muster project list --parent engine'],
      shows: 'rows',
      columns,
      run: ({ muster, body, page }) => muster.projects.list({ ...body, ...page }),
    }),
    show: verb({
      about: 'show a project',
      args: { project },
      examples: ['muster project show engine'],
      shows: 'object',
      columns,
      run: ({ muster, args }) => muster.projects.get(args.project),
    }),
    create: verb({
      about: 'create a project',
      args: { name: { about: 'the name, unique in the domain' } },
      fields: {
        domain_id: reference('domain', 'the domain of the project'),
        parent_id: reference('project', 'the project above'),
        ...changed,
      } satisfies Fields<NewProject>,
      examples: [
        'muster project create engine --tags steam,brass',
        'muster project create valves --parent engine',
      ],
      shows: 'object',
      columns,
      run: ({ muster, args, body }) => muster.projects.create({ ...body, name: args.name }),
    }),
    update: verb({
      about: 'change a project',
      args: { project },
      fields: { name: text('a new name'), ...changed } satisfies Fields<ProjectChange>,
      examples: ['muster project update engine --no-enabled'],
      shows: 'object',
      columns,
      run: ({ muster, args, body }) => muster.projects.update(args.project, body),
    }),
    delete: verb({
      about: 'delete a project without projects below it',
      args: { project },
      examples: ['muster project delete engine --yes'],
      confirm: ({ project: label }) => `Delete the project ${label} and the roles on it?`,
      shows: 'sentence',
      run: async ({ muster, args, labels }) => {
        await muster.projects.delete(args.project)
        return `Deleted the project ${labels.project}.`
      },
    }),
    'member list': verb({
      about: 'list the users with a direct role on a project',
      args: { project },
      examples: ['muster project member list engine'],
      shows: 'rows',
      columns: memberColumns,
      run: ({ muster, args, page }) => muster.projects.members(args.project, page),
    }),
    'member set': verb({
      about: 'add a user to a project, or change its role',
      args: { project, user },
      fields: { role: choice('the role; default: member', ['manager', 'member', 'reader', 'annotator']) },
      examples: ['muster project member set engine ada --role manager'],
      shows: 'object',
      columns: memberColumns,
      run: ({ muster, args, body }) => muster.projects.setMember(args.project, args.user, body.role),
    }),
    'member remove': verb({
      about: 'remove a user from a project and the projects below it',
      args: { project, user },
      examples: ['muster project member remove engine ada --yes'],
      confirm: (labels) => `Remove ${labels.user} from the project ${labels.project} and those below it?`,
      shows: 'sentence',
      run: async ({ muster, args, labels }) => {
        await muster.projects.removeMember(args.project, args.user)
        return `Removed ${labels.user} from the project ${labels.project}.`
      },
    }),
  },
}
