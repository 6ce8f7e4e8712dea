import { randomBytes } from 'node:crypto'
import { atEnd } from './cleanup.ts'
import { must, passwordAuth, signIn, type Target, tokenAuth } from './target.ts'

const adminScope = { project: { name: 'admin', domain: { name: 'Default' } } }

/** The objects that rows use, created through Identity v3 so that any server can be measured. */
export type Seed = {
  readonly admin: string
  /** Contains all objects of the seed; deleted at the end. */
  readonly domainId: string
  readonly projectId: string
  /** One user with the role `member` on the project, and a token of it for the project. */
  readonly userId: string
  readonly password: string
  readonly userToken: string
  /** Tokens for the project, of `users` users in turn. */
  readonly tokens: readonly string[]
}

const users = 20
const tokensInAll = 500
/** Further users without a password, for the lists. */
const listedUsers = 200

const make = async (target: Target): Promise<Seed> => {
  const run = randomBytes(4).toString('hex')
  const admin = await signIn(
    target,
    passwordAuth({ name: 'admin', domain: { name: 'Default' }, password: target.password }, adminScope),
  )
  const add = async (kind: string, properties: object): Promise<string> =>
    (
      await must(target, 201, {
        method: 'POST',
        path: `/v3/${kind}s`,
        token: admin,
        body: { [kind]: properties },
      })
    ).body[kind].id
  const domainId = await add('domain', { name: `bench-${run}` })
  atEnd(() => deleteDomain(target, admin, domainId))
  const projectId = await add('project', { name: `bench-${run}`, domain_id: domainId })
  const password = randomBytes(12).toString('hex')
  const { body } = await must(target, 200, { method: 'GET', path: '/v3/roles?name=member', token: admin })
  const roleId: string = body.roles[0].id
  const scope = { project: { id: projectId } }
  const createUser = async (number: number) => {
    const id = await add('user', { name: `person-${number}`, domain_id: domainId, password })
    await must(target, 204, {
      method: 'PUT',
      path: `/v3/projects/${projectId}/users/${id}/roles/${roleId}`,
      token: admin,
    })
    return { id, token: await signIn(target, passwordAuth({ id, password }, scope)) }
  }
  const made: { id: string; token: string }[] = []
  for (let number = 0; number < users; number++) made.push(await createUser(number))
  const tokens = made.map(({ token }) => token)
  for (let number = users; number < tokensInAll; number++)
    tokens.push(await signIn(target, tokenAuth(tokens[number % users] ?? '', scope)))
  for (let number = 0; number < listedUsers; number++)
    await add('user', { name: `other-${number}`, domain_id: domainId, description: 'Listed' })
  const [first] = made
  if (!first) throw new Error('no user was created')
  return { admin, domainId, projectId, userId: first.id, password, userToken: first.token, tokens }
}

const deleteDomain = async (target: Target, token: string, domainId: string) => {
  const path = `/v3/domains/${domainId}`
  await must(target, 200, { method: 'PATCH', path, token, body: { domain: { enabled: false } } })
  await must(target, 204, { method: 'DELETE', path, token })
}

const seeds = new WeakMap<Target, Promise<Seed>>()

/** The seed of a target, created on first use. */
export const seedOf = (target: Target): Promise<Seed> => {
  const known = seeds.get(target) ?? make(target)
  seeds.set(target, known)
  return known
}
