import { domainError } from '../../../kernel/domain-error.ts'
import type { OperationContext } from '../../../kernel/operation.ts'
import type { ProjectToken } from './assertable-token.ts'
import { type Assertion, isXmlText } from './saml-issuer.ts'

/** Bounds the work of a signature; a mapping that needs more cannot be written sensibly. */
const maxGroups = 500
const maxValues = 1000
const maxCharacters = 49_152

const tooLarge = () =>
  domainError(
    'failed_precondition',
    'assertion_too_large',
    `The user has more than ${maxGroups} groups, or the names of its groups and roles are more than ${maxValues} or have more than ${maxCharacters} characters. An assertion cannot contain them.`,
  )

/** The groups of the user as Keystone writes them: `JSON:{"name":"group","domain":{"name":"Default"}}`. */
const groupValues = async (
  userId: string,
  { stores, now }: Pick<OperationContext, 'stores' | 'now'>,
): Promise<readonly string[]> => {
  const { rows, more } = await stores.groups.groupsOf(userId, { where: [], page: { limit: maxGroups } }, now)
  if (more) throw tooLarge()
  const domains = await stores.projects.getMany([...new Set(rows.map(({ domainId }) => domainId))])
  const nameOf = new Map(domains.map(({ id, name }) => [id, name]))
  return rows.map(
    ({ name, domainId }) => `JSON:${JSON.stringify({ name, domain: { name: nameOf.get(domainId) ?? '' } })}`,
  )
}

/** The attributes of keystone.md section 22. */
export const assertionAttributes = async (
  { user, scope: { project }, roles }: ProjectToken,
  at: Pick<OperationContext, 'stores' | 'now'>,
): Promise<Assertion['attributes']> => {
  const groups = await groupValues(user.id, at)
  const attributes = [
    { name: 'openstack_user', values: [user.name] },
    { name: 'openstack_roles', values: roles.map(({ name }) => name) },
    { name: 'openstack_project', values: [project.name] },
    { name: 'openstack_project_domain', values: [project.domain.name] },
    { name: 'openstack_user_domain', values: [user.domain.name] },
    ...(groups.length === 0 ? [] : [{ name: 'openstack_groups', values: groups }]),
  ]
  const texts = attributes.flatMap(({ values }) => values)
  const characters = texts.reduce((sum, text) => sum + text.length, 0)
  if (texts.length > maxValues || characters > maxCharacters) throw tooLarge()
  // A replaced character could make one name equal to another.
  if (!texts.every(isXmlText))
    throw domainError(
      'failed_precondition',
      'assertion_unrepresentable',
      'The name of the user, the project, a domain, a role or a group contains a character that XML cannot contain. Rename it.',
    )
  return attributes
}
