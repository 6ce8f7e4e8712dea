import { randomBytes } from 'node:crypto'
import { atEnd } from './cleanup.ts'
import { must, type Place, passwordAuth, signIn, tokenAuth } from './target.ts'

const adminScope = { project: { name: 'admin', domain: { name: 'Default' } } }

/** What rows need to be there, made through Identity v3 alone, so that any server can be measured. */
export type Seed = {
  readonly admin: string
  /** Everything made is in it; a server that is not ours loses it again at the end. */
  readonly domainId: string
  readonly projectId: string
  /** One user with the role `member` on the project, and a token of it for the project. */
  readonly userId: string
  readonly password: string
  readonly userToken: string
  /** Tokens for the project: of `people` users, in turn. */
  readonly tokens: readonly string[]
}

const people = 20
const tokensInAll = 500
/** Users without a password beside them, so that lists have something to list. */
const others = 200

const make = async (place: Place): Promise<Seed> => {
  const run = randomBytes(4).toString('hex')
  const admin = await signIn(
    place,
    passwordAuth({ name: 'admin', domain: { name: 'Default' }, password: place.password }, adminScope),
  )
  const add = async (kind: string, properties: object): Promise<string> =>
    (
      await must(place, 201, {
        method: 'POST',
        path: `/v3/${kind}s`,
        token: admin,
        body: { [kind]: properties },
      })
    ).body[kind].id
  const domainId = await add('domain', { name: `bench-${run}` })
  atEnd(() => forget(place, admin, domainId))
  const projectId = await add('project', { name: `bench-${run}`, domain_id: domainId })
  const password = randomBytes(12).toString('hex')
  const { body } = await must(place, 200, { method: 'GET', path: '/v3/roles?name=member', token: admin })
  const roleId: string = body.roles[0].id
  const scope = { project: { id: projectId } }
  const makePerson = async (number: number) => {
    const id = await add('user', { name: `person-${number}`, domain_id: domainId, password })
    await must(place, 204, {
      method: 'PUT',
      path: `/v3/projects/${projectId}/users/${id}/roles/${roleId}`,
      token: admin,
    })
    return { id, token: await signIn(place, passwordAuth({ id, password }, scope)) }
  }
  const made: { id: string; token: string }[] = []
  for (let number = 0; number < people; number++) made.push(await makePerson(number))
  const tokens = made.map(({ token }) => token)
  for (let number = people; number < tokensInAll; number++)
    tokens.push(await signIn(place, tokenAuth(tokens[number % people] ?? '', scope)))
  for (let number = 0; number < others; number++)
    await add('user', { name: `other-${number}`, domain_id: domainId, description: 'Listed' })
  const [first] = made
  if (!first) throw new Error('nobody was made')
  return { admin, domainId, projectId, userId: first.id, password, userToken: first.token, tokens }
}

const forget = async (place: Place, token: string, domainId: string) => {
  const path = `/v3/domains/${domainId}`
  await must(place, 200, { method: 'PATCH', path, token, body: { domain: { enabled: false } } })
  await must(place, 204, { method: 'DELETE', path, token })
}

const seeds = new WeakMap<Place, Promise<Seed>>()

/** Made once for each place. */
export const seedOf = (place: Place): Promise<Seed> => {
  const known = seeds.get(place) ?? make(place)
  seeds.set(place, known)
  return known
}
