import type { Project } from '../../directory/projects/project.ts'
import type { User } from '../../directory/users/user.ts'
import { domainError } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import { fold } from '../../kernel/text.ts'
import { unknownUserId } from './lockout.ts'
import type { DomainRef, OwnedRef } from './sign-in-request.ts'
import type { Step, Subject } from './sign-in-state.ts'

type Context = Pick<OperationContext, 'stores'>

const incompleteReference = (what: string) =>
  domainError('invalid', 'reference_incomplete', `Identify the ${what} by id, or by name and domain.`)

/** `known` is a domain that was just read. */
export const findDomain = async (
  { id, name }: DomainRef,
  { stores }: Context,
  known?: Project,
): Promise<Project | undefined> => {
  if (known && (name === undefined ? id === known.id : name === known.name)) return known
  if (name !== undefined) return stores.projects.getByName(null, name)
  if (id === undefined)
    throw domainError('invalid', 'reference_incomplete', 'Identify the domain by id or name.')
  const domain = await stores.projects.get(id)
  return domain?.isDomain ? domain : undefined
}

type UserWithDomain = Pick<Subject, 'user' | 'domain'>

/** Runs the same queries for an unknown user. */
const withDomain = async (user: User | undefined, { stores }: Context): Promise<UserWithDomain> => ({
  user,
  domain: await stores.projects.get(user?.domainId ?? unknownUserId),
})

const findUser = async (ref: OwnedRef, at: Context): Promise<UserWithDomain> => {
  if (ref.name === undefined) {
    if (ref.id === undefined) throw incompleteReference('user')
    return withDomain(await at.stores.users.get(ref.id), at)
  }
  if (!ref.domain) throw incompleteReference('user')
  const domain = await findDomain(ref.domain, at)
  return { user: domain && (await at.stores.users.getByName(domain.id, ref.name)), domain }
}

/** A reference as one text, for rate limits of unknown users. */
const referenceKey = ({ id, name, domain }: OwnedRef): string =>
  name === undefined ? `${id}` : JSON.stringify([domain?.id, domain?.name, fold(name)])

export const findProject = async (
  ref: OwnedRef,
  at: Context,
  known?: Project,
): Promise<Project | undefined> => {
  if (ref.name === undefined) {
    if (ref.id === undefined) throw incompleteReference('project')
    return at.stores.projects.get(ref.id)
  }
  if (!ref.domain) throw incompleteReference('project')
  const domain = await findDomain(ref.domain, at, known)
  return domain && at.stores.projects.getByName(domain.id, ref.name)
}

/** Reads every user that a method of the request names, once. */
export const resolveReferences: Step = async ({ request }, at) => {
  const read = new Map<string, Subject>()
  const subject = async (method: string, ref: OwnedRef | undefined): Promise<Subject | undefined> => {
    if (!ref || !request.methods.includes(method)) return undefined
    const key = JSON.stringify([ref.id, ref.name, ref.domain?.id, ref.domain?.name])
    const found = read.get(key) ?? { ...(await findUser(ref, at)), reference: referenceKey(ref) }
    read.set(key, found)
    return found
  }
  const { password, totp, applicationCredential } = request
  return {
    subjects: {
      password: await subject('password', password?.user),
      totp: await subject('totp', totp?.user),
      // An id determines the owner, so a user beside it is not read (T07).
      applicationCredential: applicationCredential?.id
        ? undefined
        : await subject('application_credential', applicationCredential?.user),
    },
  }
}
