import { domainError, notFound } from '../../kernel/domain-error.ts'
import type { CommandContext } from '../../kernel/operation.ts'
import { normalizeText } from '../../kernel/text.ts'
import type { AccessRule } from './application-credential.ts'

/** Either the id of an access rule of the user, or a new rule. */
export type WantedAccessRule = {
  readonly id?: string | undefined
  readonly service?: string | undefined
  readonly method?: string | undefined
  readonly path?: string | undefined
}

export const accessRuleMethods = ['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT'] as const

/** Every request made with the credential is compared with each rule. */
const maxAccessRules = 256

const invalidAccessRule = (field: string, why: string) =>
  domainError('invalid', 'access_rule_invalid', `The ${field} of an access rule must ${why}.`, {
    field: 'access_rules',
  })

const validated = ({ service, method, path }: WantedAccessRule): Omit<AccessRule, 'id' | 'userId'> => {
  if (service === undefined || !/^[a-zA-Z0-9-]{1,64}$/.test(service))
    throw invalidAccessRule('service', 'be a service type: 1 to 64 letters, digits and hyphens')
  if (method === undefined || !accessRuleMethods.some((one) => one === method))
    throw invalidAccessRule('method', `be one of ${accessRuleMethods.join(', ')}`)
  if (path === undefined || !path.startsWith('/')) throw invalidAccessRule('path', 'start with a slash')
  return { service, method, path: normalizeText('The path of an access rule', path, 128) }
}

/**
 * The ids of the requested rules in their order, without repeats; identical rules are shared. Rejects with `not_found`
 * for the id of another user's rule. Returns null, meaning no limit, when no rules are requested.
 */
export const ensureAccessRules = async (
  wanted: readonly WantedAccessRule[],
  userId: string,
  { stores, ports }: Pick<CommandContext, 'stores' | 'ports'>,
): Promise<readonly string[] | null> => {
  if (wanted.length === 0) return null
  if (wanted.length > maxAccessRules)
    throw domainError(
      'invalid',
      'access_rules_too_many',
      `A credential can have at most ${maxAccessRules} access rules.`,
      {
        field: 'access_rules',
      },
    )
  const ids = new Set<string>()
  for (const { id, ...fields } of wanted) {
    if (id === undefined) {
      ids.add((await stores.accessRules.ensure({ id: ports.newId(), userId, ...validated(fields) })).id)
      continue
    }
    const known = await stores.accessRules.get(id)
    if (known?.userId !== userId) throw notFound('access_rule', id)
    ids.add(known.id)
  }
  return [...ids]
}
