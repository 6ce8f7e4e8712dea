import { checkPassword, passwordsKept } from '../../directory/users/password-rules.ts'
import { command } from '../../kernel/operation.ts'
import type { Stores } from '../../kernel/stores.ts'
import { ensureAdministrator, ensureAdministratorProject } from './administrator.ts'
import { bootstrappedBefore, marker } from './bootstrapped-before.ts'

export type Bootstrap = {
  readonly password: string
  /** False (server start): does nothing when this directory was bootstrapped before (T61). */
  readonly again: boolean
}

export type Bootstrapped = {
  readonly done: boolean
  readonly userId?: string
  /** The login name of the administrator: `admin`, unless that name belongs to another user. */
  readonly username?: string
}

/** The roles of keystone.md section 5.2, each implying the next; `service` implies none. */
const chain = ['admin', 'manager', 'member', 'reader'] as const

/**
 * Creates what a directory needs before the first sign-in: the default domain, the roles, an administrator of the
 * system and of the project `admin`, and Muster's own catalog entry. When an operator runs it again, it restores
 * missing objects and sets the administrator's password. The user and the project are identified by their ids in the
 * event log, never by name, and all other credentials of the user are revoked.
 */
export const bootstrap = command({
  access: 'operator',
  // A usual start finds everything in place; skip the time and memory of a password hash then.
  prepare: async ({ password, again }: Bootstrap, _found, { ports, stores }) => {
    if (!again && (await stores.events.has(marker))) return undefined
    checkPassword(password)
    return ports.passwords.hash(password)
  },
  shortCircuit: (hash): Bootstrapped | undefined => (hash === undefined ? { done: false } : undefined),
  apply: async ({ again }, { prepared: hash, ...at }): Promise<Bootstrapped> => {
    const { stores, ports, now, record } = at
    if (hash === undefined || (!again && (await stores.events.has(marker)))) return { done: false }
    const ensure = objectsOf(stores, ports.newId, now)
    const domainId = ports.settings.defaultDomainId
    await ensure.domain(domainId)
    const roleIds = new Map<string, string>()
    for (const name of [...chain, 'service']) roleIds.set(name, await ensure.role(name))
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
    const { id: userId, name: username } = await ensureAdministrator(domainId, before, at)
    const grantee = { userId, roleId: role('admin') }
    const { id: projectId } = await ensureAdministratorProject(domainId, before, grantee, at)
    await stores.passwords.insert({ userId, hash, createdAt: now, expiresAt: null, selfService: false })
    await stores.passwords.keepNewest(userId, passwordsKept(ports.settings))
    if (again) {
      await stores.lockouts.clear(userId)
      await stores.users.markActive(userId, now)
    }
    const actor = { type: 'user', id: userId } as const
    for (const target of [{ type: 'project', id: projectId }, { type: 'system' }] as const)
      await stores.assignments.insert({ actor, target, roleId: role('admin'), inherited: false })
    await ensure.catalog()
    record({
      kind: 'directory.bootstrapped',
      subject: marker,
      invalidates: ['roles', 'catalog', `user:${userId}`, `project:${domainId}`, `project:${projectId}`],
      detail: { user_id: userId, project_id: projectId },
    })
    return { done: true, userId, username }
  },
})

const objectsOf = (stores: Stores, newId: () => string, now: number) => {
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
        // Clients find the service by this name and type.
        name: 'keystone',
        description: null,
        enabled: true,
        extra: {},
      }
      await stores.services.insert(service)
      // The placeholder resolves to the configured address, so that a moved server needs no new endpoints.
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
