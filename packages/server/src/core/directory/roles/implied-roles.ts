import { domainError, notFound } from '../../kernel/domain-error.ts'
import { command, type OperationContext, query } from '../../kernel/operation.ts'
import type { Implication, Role } from './role.ts'
import { requireRole } from './roles.ts'

export type Inference = { readonly prior: Role; readonly implied: Role }

const loadBoth = async (
  { priorId, impliedId }: Implication,
  at: Pick<OperationContext, 'stores'>,
): Promise<Inference> => ({
  prior: await requireRole(priorId, at),
  implied: await requireRole(impliedId, at),
})

const ruleTarget = ({ prior, implied }: { readonly prior: Role; readonly implied?: Role }) => ({
  target: {
    prior_role: { id: prior.id, name: prior.name, domain_id: prior.domainId },
    ...(implied ? { implied_role: { id: implied.id, name: implied.name, domain_id: implied.domainId } } : {}),
  },
})

const known = async (
  { priorId, impliedId }: Implication,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<boolean> =>
  (await stores.roles.implications()).some((one) => one.priorId === priorId && one.impliedId === impliedId)

const unknown = ({ priorId, impliedId }: Implication) => notFound('implied_role', `${priorId}, ${impliedId}`)

/**
 * Cycles are allowed; code that follows implications stops at roles it has visited (keystone.md section 15.2). Rejects
 * with `conflict` when the implication exists and `failed_precondition` for roles that must not be implied.
 */
export const implyRole = command({
  rule: 'identity:create_implied_role',
  missing: 'shown',
  load: (input: Implication, at) => loadBoth(input, at),
  target: (_input, found) => ruleTarget(found),
  apply: async (input, { stores, ports, record }): Promise<Inference> => {
    const { prior, implied } = await loadBoth(input, { stores })
    // Case-insensitive, because rules compare role names in that way.
    const prohibited = ports.settings.prohibitedImpliedRoles.map((name) => name.toLowerCase())
    if (prohibited.includes(implied.name.toLowerCase()))
      throw domainError(
        'failed_precondition',
        'implied_role_prohibited',
        `The role ${implied.name} cannot be implied by other roles.`,
      )
    if (prior.domainId === null && implied.domainId !== null)
      throw domainError(
        'failed_precondition',
        'implied_role_of_domain',
        'A global role cannot imply a domain role.',
      )
    await stores.roles.insertImplication(input)
    record({
      kind: 'role.implication_created',
      subject: { type: 'role', id: prior.id },
      domainId: prior.domainId,
      invalidates: ['roles'],
      detail: { implied_role_id: implied.id },
    })
    return { prior, implied }
  },
})

export const deleteImplication = command({
  rule: 'identity:delete_implied_role',
  missing: 'shown',
  load: (input: Implication, at) => loadBoth(input, at),
  target: (_input, found) => ruleTarget(found),
  apply: async (input, { stores, found: { prior }, record }) => {
    if (!(await stores.roles.deleteImplication(input))) throw unknown(input)
    record({
      kind: 'role.implication_deleted',
      subject: { type: 'role', id: prior.id },
      domainId: prior.domainId,
      invalidates: ['roles'],
      detail: { implied_role_id: input.impliedId },
    })
  },
})

export const getImpliedRole = query({
  rule: 'identity:get_implied_role',
  missing: 'shown',
  load: (input: Implication, at) => loadBoth(input, at),
  target: (_input, found) => ruleTarget(found),
  read: async (input, found, at): Promise<Inference> => {
    if (!(await known(input, at))) throw unknown(input)
    return found
  },
})

/** Like `getImpliedRole`, with a separate rule. */
export const checkImpliedRole = query({
  rule: 'identity:check_implied_role',
  missing: 'shown',
  load: (input: Implication, at) => loadBoth(input, at),
  target: (_input, found) => ruleTarget(found),
  read: async (input, _found, at): Promise<void> => {
    if (!(await known(input, at))) throw unknown(input)
  },
})

export type Inferences = { readonly prior: Role; readonly implied: readonly Role[] }

const inferences = async (
  wanted: (priorId: string) => boolean,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<readonly Inferences[]> => {
  const implications = (await stores.roles.implications()).filter(({ priorId }) => wanted(priorId))
  const ids = new Set(implications.flatMap(({ priorId, impliedId }) => [priorId, impliedId]))
  const roles = new Map((await stores.roles.getMany([...ids])).map((role) => [role.id, role]))
  return [...Map.groupBy(implications, ({ priorId }) => priorId)].flatMap(([priorId, rules]) => {
    const prior = roles.get(priorId)
    return prior ? [{ prior, implied: rules.flatMap(({ impliedId }) => roles.get(impliedId) ?? []) }] : []
  })
}

/** The roles that one role implies directly. */
export const listImpliedRoles = query({
  searches: true,
  rule: 'identity:list_implied_roles',
  missing: 'shown',
  load: ({ priorId }: { readonly priorId: string }, at) => requireRole(priorId, at),
  target: (_input, prior) => ruleTarget({ prior }),
  read: async ({ priorId }, prior, at): Promise<Inferences> =>
    (await inferences((id) => id === priorId, at))[0] ?? { prior, implied: [] },
})

/** All direct implications by prior role. */
export const listInferences = query({
  searches: true,
  rule: 'identity:list_role_inference_rules',
  read: (_input: object, _found, at): Promise<readonly Inferences[]> => inferences(() => true, at),
})
