import type { Domain, DomainChange, NewDomain } from '@muster/sdk'
import { clearable, type Fields, text, toggle } from '../command/field.ts'
import { type Noun, verb } from '../command/verb.ts'

const columns = {
  name: true,
  enabled: true,
  description: true,
  id: true,
  immutable: false,
  created_at: false,
  updated_at: false,
} as const satisfies Record<keyof Domain, boolean>

const domain = { about: 'the name or id', names: 'domain' } as const

const changed = {
  description: clearable('a description'),
  enabled: toggle('its users can sign in'),
  immutable: toggle('protected from changes and deletion'),
}

export const domainNoun: Noun = {
  name: 'domain',
  about: 'domains, which own users, groups and projects',
  verbs: {
    list: verb({
      about: 'list domains',
      fields: { name: text('exactly this name') },
      examples: ['muster domain list'],
      shows: 'rows',
      columns,
      run: ({ muster, body, page }) => muster.domains.list({ ...body, ...page }),
    }),
    show: verb({
      about: 'show a domain',
      args: { domain },
      examples: ['muster domain show default'],
      shows: 'object',
      columns,
      run: ({ muster, args }) => muster.domains.get(args.domain),
    }),
    create: verb({
      about: 'create a domain',
      args: { name: { about: 'the name' } },
      fields: changed satisfies Fields<NewDomain>,
      examples: ['muster domain create branch'],
      shows: 'object',
      columns,
      run: ({ muster, args, body }) => muster.domains.create({ ...body, name: args.name }),
    }),
    update: verb({
      about: 'change a domain',
      args: { domain },
      fields: { name: text('a new name'), ...changed } satisfies Fields<DomainChange>,
      examples: ['muster domain update branch --no-enabled'],
      shows: 'object',
      columns,
      run: ({ muster, args, body }) => muster.domains.update(args.domain, body),
    }),
    delete: verb({
      about: 'delete a disabled domain permanently, with everything in it',
      args: { domain },
      examples: ['muster domain delete branch'],
      confirm: ({ domain: label }) =>
        `Delete the domain ${label} with all its users, groups and projects? This cannot be undone.`,
      shows: 'sentence',
      run: async ({ muster, args, labels }) => {
        await muster.domains.delete(args.domain)
        return `Deleted the domain ${labels.domain}.`
      },
    }),
  },
}
