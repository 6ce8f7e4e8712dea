import type { Project } from '../../directory/projects/project.ts'
import type { User } from '../../directory/users/user.ts'
import { domainError } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import { fold } from '../../kernel/text.ts'
import type { DomainRef, OwnedRef } from './sign-in-request.ts'

type Context = Pick<OperationContext, 'stores'>

const incompleteReference = (what: string) =>
  domainError('invalid', 'reference_incomplete', `Name the ${what} by id, or by name and domain.`)

export const findDomain = async (
  { id, name }: DomainRef,
  { stores }: Context,
): Promise<Project | undefined> => {
  if (name !== undefined) return stores.projects.getByName(null, name)
  if (id === undefined)
    throw domainError('invalid', 'reference_incomplete', 'Name the domain by id or by name.')
  const domain = await stores.projects.get(id)
  return domain?.isDomain ? domain : undefined
}

export const findUser = async (ref: OwnedRef, at: Context): Promise<User | undefined> => {
  if (ref.name === undefined) {
    if (ref.id === undefined) throw incompleteReference('user')
    return at.stores.users.get(ref.id)
  }
  if (!ref.domain) throw incompleteReference('user')
  const domain = await findDomain(ref.domain, at)
  return domain && at.stores.users.getByName(domain.id, ref.name)
}

/** A reference as one text, for rate limits of unknown users. */
export const referenceKey = ({ id, name, domain }: OwnedRef): string =>
  name === undefined ? `${id}` : JSON.stringify([domain?.id, domain?.name, fold(name)])

export const findProject = async (ref: OwnedRef, at: Context): Promise<Project | undefined> => {
  if (ref.name === undefined) {
    if (ref.id === undefined) throw incompleteReference('project')
    return at.stores.projects.get(ref.id)
  }
  if (!ref.domain) throw incompleteReference('project')
  const domain = await findDomain(ref.domain, at)
  return domain && at.stores.projects.getByName(domain.id, ref.name)
}
