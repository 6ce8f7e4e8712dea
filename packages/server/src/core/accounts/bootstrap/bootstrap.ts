import { checkPassword, passwordsKept } from '../../directory/users/password-rules.ts'
import { command } from '../../kernel/operation.ts'
import type { Stores } from '../../kernel/stores.ts'
import { theAdministrator, theAdministratorsProject } from './administrator.ts'
import { bootstrappedBefore, marker } from './bootstrapped-before.ts'

export type Bootstrap = {
  readonly password: string
  /** False (the start of a server): does nothing when this directory has ever been bootstrapped (T61). */
  readonly again: boolean
}

export type Bootstrapped = {
  readonly done: boolean
  readonly userId?: string
  /** What the administrator signs in with: `admin`, unless that name belongs to another user. */
  readonly username?: string
}

/** The roles of keystone.md section 5.2, each implying the next; `service` stands alone. */
const chain = ['admin', 'manager', 'member', 'reader'] as const

/**
 * Makes what a directory needs before anybody can sign in: the default domain, the roles, an administrator of
 * the system and of the project `admin`, and the catalog entry of Muster itself. Run again by an operator it
 * puts back what is missing and sets the administrator's password. The user and the project are found by their ids in
 * the journal and never by their names, and whatever else proved who that user is has ended.
 */
export const bootstrap = command({
  rule: 'operator',
  // The usual start finds everything done, and should not take the time and the memory of a hash for it.
  prepare: async ({ password, again }: Bootstrap, _found, { ports, stores }) => {
    if (!again && (await stores.events.has(marker))) return undefined
    checkPassword(password)
    return ports.passwords.hash(password)
  },
  shortCircuit: (hash): Bootstrapped | undefined => (hash === undefined ? { done: false } : undefined),
  apply: async ({ again }, { prepared: hash, ...at }): Promise<Bootstrapped> => {
    const { stores, ports, now, record } = at
    if (hash === undefined || (!again && (await stores.events.has(marker)))) return { done: false }
    const make = pieces(stores, ports.newId, now)
    const domainId = ports.settings.defaultDomainId
    await make.domain(domainId)
    const roleIds = new Map<string, string>()
    for (const name of [...chain, 'service']) roleIds.set(name, await make.role(name))
    const role = (name: string) => roleIds.get(name) ?? ''
    const known = await stores.roles.implications()
    for (const [i, prior] of chain.entries()) {
      const implied = chain[i + 1]
      if (
        !implied ||
        known.some(({ priorId, impliedId }) => priorId === role(prior) && impliedId === role(implied))
      )
        continue
      await stores.roles.insertImplication({ priorId: role(prior), impliedId: role(implied) })
    }
    const before = await bootstrappedBefore(at)
    const { id: userId, name: username } = await theAdministrator(domainId, before, at)
    const grantee = { userId, roleId: role('admin') }
    const { id: projectId } = await theAdministratorsProject(domainId, before, grantee, at)
    await stores.passwords.insert({ userId, hash, createdAt: now, expiresAt: null, selfService: false })
    await stores.passwords.keepNewest(userId, passwordsKept(ports.settings))
    if (again) {
      await stores.lockouts.clear(userId)
      await stores.users.markActive(userId, now)
    }
    const actor = { type: 'user', id: userId } as const
    for (const target of [{ type: 'project', id: projectId }, { type: 'system' }] as const)
      await stores.assignments.insert({ actor, target, roleId: role('admin'), inherited: false })
    await make.catalog()
    record({
      kind: 'directory.bootstrapped',
      subject: marker,
      invalidates: ['roles', 'catalog', `user:${userId}`, `project:${domainId}`, `project:${projectId}`],
      detail: { user_id: userId, project_id: projectId },
    })
    return { done: true, userId, username }
  },
})

const pieces = (stores: Stores, newId: () => string, now: number) => {
  const common = { extra: {}, createdAt: now, updatedAt: now }
  const project = { ...common, description: '', enabled: true, tags: [], options: {} }
  return {
    async domain(id: string) {
      const found = await stores.projects.get(id)
      if (found && !found.enabled) await stores.projects.update(id, { enabled: true, updatedAt: now })
      if (found) return
      await stores.projects.insert({
        ...project,
        id,
        domainId: null,
        parentId: null,
        isDomain: true,
        name: 'Default',
      })
    },
    async role(name: string): Promise<string> {
      const found = (await stores.roles.getByName(name)).find((role) => role.domainId === null)
      if (found) return found.id
      const made = {
        ...common,
        id: newId(),
        domainId: null,
        name,
        description: null,
        options: { immutable: true },
      }
      return (await stores.roles.insert(made)).id
    },
    async catalog() {
      const page = { limit: 1 }
      const { rows } = await stores.services.list({
        where: [{ key: 'type', op: 'eq', value: 'identity' }],
        page,
      })
      if (rows.length > 0) return
      const regionId = 'RegionOne'
      if (!(await stores.regions.get(regionId)))
        await stores.regions.insert({ id: regionId, description: '', parentId: null, extra: {} })
      const service = {
        id: newId(),
        type: 'identity',
        // Tools look the service up by this name and this type.
        name: 'keystone',
        description: null,
        enabled: true,
        extra: {},
      }
      await stores.services.insert(service)
      // The placeholder follows the configured address, so that a moved server needs no new endpoints.
      const url = '$(public_endpoint)s/v3'
      for (const interface_ of ['admin', 'internal', 'public'] as const)
        await stores.endpoints.insert({
          id: newId(),
          serviceId: service.id,
          regionId,
          interface: interface_,
          url,
          enabled: true,
          extra: {},
        })
    },
  }
}
