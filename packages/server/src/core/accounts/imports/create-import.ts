import { notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import type { Import, ImportFormat, ImportKey, ImportMode } from './import.ts'
import { importTarget } from './imports.ts'

export type CreateImport = {
  readonly format: ImportFormat
  /** Absent: the domain of a domain-scoped caller, else the default domain. */
  readonly domainId?: string | undefined
  /** Absent: `create`. */
  readonly mode?: ImportMode | undefined
  /** Absent: `username`. */
  readonly key?: ImportKey | undefined
  readonly dryRun?: boolean | undefined
  /** Invites the users of rows without a password hash; absent: such new users are pending. */
  readonly invite?: boolean | undefined
}

/** Creates an import without rows; `sendRows` imports them. */
export const createImport = command({
  rule: 'muster:import_users',
  isolation: 'read committed',
  load: async (input: CreateImport, { caller, ports }) => {
    const own = caller.kind === 'known' && caller.scope.kind === 'domain' ? caller.scope.domainId : undefined
    return { domainId: input.domainId ?? own ?? ports.settings.defaultDomainId }
  },
  target: (_input, { domainId }) => importTarget({ domainId }),
  apply: async (input, { found, caller, ports, stores, now, record }): Promise<Import> => {
    const { domainId } = found
    if (!(await stores.projects.get(domainId))?.isDomain) throw notFound('domain', domainId)
    const created: Import = {
      id: ports.newId(),
      domainId,
      format: input.format,
      mode: input.mode ?? 'create',
      key: input.key ?? 'username',
      dryRun: input.dryRun ?? false,
      invite: input.invite ?? false,
      state: 'waiting',
      stoppedBy: null,
      rowsDone: 0,
      created: 0,
      updated: 0,
      unchanged: 0,
      failed: 0,
      createdBy: caller.kind === 'known' ? caller.userId : null,
      createdAt: now,
      updatedAt: now,
    }
    await stores.imports.insert(created)
    record({ kind: 'import.created', subject: { type: 'import', id: created.id }, domainId })
    return created
  },
})
