import type { Domain, Group, Project, Role, User } from '@muster/sdk'
import { muster } from '../../app/client.ts'
import type { Lookup } from '../../ui/lookup-field.tsx'

/** Matches that a list of choices shows. */
const most = 20

/** What tells an object by its name. */
type Named = { readonly id: string; readonly name: string }

const named = { keyOf: ({ id }: Named) => id, textOf: ({ name }: Named) => name } as const

const searchOf = (text: string) => (text === '' ? {} : { search: text })

export const domainLookup: Lookup<Domain, Named> = {
  ...named,
  key: ['domains'],
  find: async (text, signal) =>
    (await muster.domains.list({ ...searchOf(text), limit: most }, { signal }).page()).items,
}

export const projectLookup = (domainId: string | undefined): Lookup<Project, Named> => ({
  ...named,
  key: ['projects', domainId ?? null],
  find: async (text, signal) =>
    (await muster.projects.list({ domain_id: domainId, ...searchOf(text), limit: most }, { signal }).page())
      .items,
  noteOf: ({ description }) => description.slice(0, 80),
})

export const groupLookup = (domainId: string | undefined): Lookup<Group, Named> => ({
  ...named,
  key: ['groups', domainId ?? null],
  find: async (text, signal) =>
    (await muster.groups.list({ domain_id: domainId, ...searchOf(text), limit: most }, { signal }).page())
      .items,
})

export const userLookup = (domainId: string | undefined): Lookup<User> => ({
  keyOf: ({ id }) => id,
  textOf: ({ username }) => username,
  noteOf: ({ display_name, email }) => [display_name, email].filter((text) => text !== null).join(' · '),
  key: ['users', domainId ?? null],
  find: async (text, signal) =>
    (
      await muster.users
        .list({ domain_id: domainId, ...searchOf(text), sort: 'username', limit: most }, { signal })
        .page()
    ).items,
})

/** Of roles that are in memory. */
export const roleLookup = (roles: readonly Role[]): Lookup<Role> => ({
  ...named,
  key: ['roles', 'in-memory', roles.map(({ id }) => id)],
  find: async (text) =>
    roles.filter(({ name }) => name.toLocaleLowerCase().includes(text.toLocaleLowerCase())),
  noteOf: ({ description }) => description?.slice(0, 80) ?? null,
})
