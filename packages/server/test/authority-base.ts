import assert from 'node:assert/strict'
import { createApiKey } from '../src/core/access/api-keys/create-api-key.ts'
import type { AssignmentTarget } from '../src/core/directory/assignments/assignment.ts'
import type { KnownCaller, Scope } from '../src/core/kernel/caller.ts'
import { builders, onDomain, onProject, onSystem, userActor } from './builders.ts'
import { nativeClient } from './native.ts'
import { callerAs, systemAdmin, type TestCore } from './test-core.ts'
import type { Call, TestServer } from './test-server.ts'

export const password = 'a phrase for every one of them'

export type RoleName = 'admin' | 'manager' | 'member' | 'reader'

/** One domain, an owner with several levels of authority, and functions to create credentials. */
export const authorityBase = async (s: TestServer) => {
  const source = { api: 'test', requestId: 'req-test' }
  const run = ((operation: never, input: never, caller = systemAdmin) =>
    s.muster.core.run(operation, input, caller, source)) as TestCore['run']
  const make = builders({ run } as TestCore)
  const { reading } = s.muster.store
  const n = await nativeClient(s)
  let count = 0
  const fresh = (what: string) => `${what}-${++count}`
  const roleId = async (name: string) =>
    (await reading.roles.getByName(name)).find(({ domainId }) => domainId === null)?.id ??
    (await make.role(name))
  const roles: Readonly<Record<RoleName, string>> = {
    admin: await roleId('admin'),
    manager: await roleId('manager'),
    member: await roleId('member'),
    reader: await roleId('reader'),
  }
  const [here, there] = [await make.domain(), await make.domain()]
  const [project, elsewhere] = [await make.project(here), await make.project(there)]
  const newUser = () => make.user(here, password)
  const onThe = (target: AssignmentTarget): Scope => {
    if (target.type === 'system') return { kind: 'system' }
    if (target.type === 'domain') return { kind: 'domain', domainId: target.id }
    return { kind: 'project', projectId: target.id, domainId: here }
  }
  const asItself = (userId: string, role: RoleName, target: AssignmentTarget): KnownCaller => ({
    ...callerAs({ userId, userDomainId: here, scope: onThe(target), roles: [role] }),
    // `admin` implies the others, as after the first start.
    roles: Object.entries(roles).map(([name, id]) => ({ id, name })),
  })
  const keyOf = (
    userId: string,
    role: RoleName,
    scope: AssignmentTarget,
    { unrestricted = true, by }: { readonly unrestricted?: boolean; readonly by?: KnownCaller } = {},
  ) =>
    run(
      createApiKey,
      { name: fresh('key'), scope, unrestricted, roles: [{ id: roles[role] }], ...(by ? { userId } : {}) },
      by ?? asItself(userId, role, scope),
    )
  const post = async (path: string, call: Call) => {
    const answer = await s.call('POST', path, call)
    assert.ok(answer.status < 300, `${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer
  }
  const signInWith = async (identity: object) => {
    const answer = await post('/v3/auth/tokens', { body: { auth: { identity } } })
    return String(answer.headers['x-subject-token'])
  }
  const tokenOfKey = (id: string, secret: string) =>
    signInWith({ methods: ['application_credential'], application_credential: { id, secret } })

  const owner = await newUser()
  const onP = onProject(project)
  await make.give(userActor(owner), roles.admin, onSystem)
  await make.give(userActor(owner), roles.manager, onDomain(here))
  for (const role of [roles.member, roles.reader]) await make.give(userActor(owner), role, onP)
  const ownerToken = () => s.signIn({ id: owner, password }, { project: { id: project } })
  const trustFrom = async (token: string, trustor: string, trustee: string, on: string, role: RoleName) => {
    const trust = {
      trustor_user_id: trustor,
      trustee_user_id: trustee,
      impersonation: true,
      project_id: on,
      roles: [{ id: roles[role] }],
    }
    return (await post('/v3/OS-TRUST/trusts', { token, body: { trust } })).body.trust.id as string
  }
  const serviceUser = async (scope: object, role: RoleName) => {
    const body = {
      username: fresh('robot'),
      domain_id: here,
      scope,
      roles: [{ name: role }],
      unrestricted: true,
    }
    const { body: made } = await post('/api/v1/service-users', {
      body,
      headers: { authorization: `Bearer ${n.admin}` },
    })
    return {
      userId: made.user.id as string,
      key: made.api_key as { id: string; number: number },
      secret: made.secret,
    }
  }
  return {
    s,
    n,
    run,
    make,
    reading,
    roles,
    here,
    there,
    project,
    elsewhere,
    owner,
    ownerToken,
    fresh,
    newUser,
    post,
    tokenOfKey,
    keyOf,
    asItself,
    trustFrom,
    serviceUser,
  }
}

export type AuthorityBase = Awaited<ReturnType<typeof authorityBase>>
