import type { NewRole, Role, RoleChange } from '@muster/sdk'
import { clearable, type Fields, reference, text, toggle } from '../command/field.ts'
import { type Noun, verb } from '../command/verb.ts'

const columns = {
  name: true,
  description: true,
  domain_id: true,
  immutable: true,
  id: true,
  created_at: false,
  updated_at: false,
} as const satisfies Record<keyof Role, boolean>

const role = { about: 'the name or id', names: 'role' } as const
const immutable = toggle('protected from changes and deletion')

export const roleNoun: Noun = {
  name: 'role',
  about: 'roles, which are granted with assignments',
  verbs: {
    list: verb({
      about: 'list the global roles, or those of a domain',
      fields: { domain_id: reference('domain', 'the roles of this domain'), name: text('exactly this name') },
      examples: ['muster role list'],
      shows: 'rows',
      columns,
      run: ({ muster, body, page }) => muster.roles.list({ ...body, ...page }),
    }),
    show: verb({
      about: 'show a role',
      args: { role },
      examples: ['muster role show reader'],
      shows: 'object',
      columns,
      run: ({ muster, args }) => muster.roles.get(args.role),
    }),
    create: verb({
      about: 'create a role',
      args: { name: { about: 'the name' } },
      fields: {
        domain_id: reference('domain', 'a domain that the role belongs to; default: a global role'),
        description: clearable('a description'),
        immutable,
      } satisfies Fields<NewRole>,
      examples: ['muster role create auditor'],
      shows: 'object',
      columns,
      run: ({ muster, args, body }) => muster.roles.create({ ...body, name: args.name }),
    }),
    update: verb({
      about: 'change a role',
      args: { role },
      fields: {
        name: text('a new name'),
        description: clearable('a description'),
        immutable,
      } satisfies Fields<RoleChange>,
      examples: ['muster role update auditor --immutable'],
      shows: 'object',
      columns,
      run: ({ muster, args, body }) => muster.roles.update(args.role, body),
    }),
    delete: verb({
      about: 'delete a role with its assignments',
      args: { role },
      examples: ['muster role delete auditor --yes'],
      confirm: ({ role: label }) => `Delete the role ${label} and its assignments?`,
      shows: 'sentence',
      run: async ({ muster, args, labels }) => {
        await muster.roles.delete(args.role)
        return `Deleted the role ${labels.role}.`
      },
    }),
  },
}
