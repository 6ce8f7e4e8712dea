import { signIn } from '../src/core/access/authentication/sign-in.ts'
import type { ScopeRequest } from '../src/core/access/authentication/sign-in-request.ts'
import type { TokenView } from '../src/core/access/tokens/token.ts'
import type { AssignmentTarget } from '../src/core/directory/assignments/assignment.ts'
import { anonymous } from '../src/core/kernel/caller.ts'
import { builders, onDomain, onProject, onSystem, userActor } from './builders.ts'
import type { TestCore } from './test-core.ts'

export const password = 'one two three'

/** A token scope. `below` is a project under `project`. */
export const places = ['project', 'below', 'domain', 'system'] as const
export type PlaceName = (typeof places)[number]
export type ScopeName = PlaceName | 'unscoped'

/** A role grant; inherited grants apply below the target and not on it. */
export type Given = { readonly place: PlaceName; readonly role: number; readonly inherited: boolean }

/** Shared by all fixtures of a test core: `roles[0]` implies `roles[1]`, the others are independent. */
export const makeShared = async (core: TestCore) => {
  const make = builders(core)
  const roles = [await make.role('member'), await make.role('reader'), await make.role('admin')]
  await make.imply(roles[0] ?? '', roles[1] ?? '')
  return { make, roles }
}

export type Shared = Awaited<ReturnType<typeof makeShared>>

/** A user who starts the chain, other users to delegate to, and two projects, all of them new. */
export const makeFixture = async (core: TestCore, { make, roles }: Shared) => {
  const project = await make.project('default')
  const ids = { project, below: await make.project('default', project), domain: 'default', system: '' }
  const newUser = () => make.user('default', password)
  const first = await newUser()
  const others = [await newUser(), await newUser(), await newUser()] as const
  const held = new Map<string, Given[]>([first, ...others].map((id) => [id, []]))

  const target = (place: PlaceName): AssignmentTarget => {
    if (place === 'system') return onSystem
    return place === 'domain' ? onDomain('default') : onProject(ids[place])
  }
  const assign =
    (change: 'give' | 'take') =>
    (userId: string, { place, role, inherited }: Given) =>
      make[change](userActor(userId), roles[role] ?? '', target(place), inherited)

  /** The roles of a user at a target, computed independently of core. */
  const mayHave = (userId: string, place: PlaceName): ReadonlySet<string> => {
    const above: Readonly<Record<PlaceName, readonly PlaceName[]>> = {
      project: ['domain'],
      below: ['domain', 'project'],
      domain: [],
      system: [],
    }
    const counting = (held.get(userId) ?? []).filter((one) =>
      one.inherited ? above[place].includes(one.place) : one.place === place,
    )
    const direct = counting.map(({ role }) => role)
    return new Set([...direct, ...(direct.includes(0) ? [1] : [])].map((role) => roles[role] ?? ''))
  }

  const scopeRequest = (scope: ScopeName): ScopeRequest => {
    switch (scope) {
      case 'unscoped':
      case 'system':
        return { kind: scope }
      case 'domain':
        return { kind: 'domain', domain: { id: 'default' } }
      default:
        return { kind: 'project', project: { id: ids[scope] } }
    }
  }
  const enter = (userId: string, scope: ScopeRequest): Promise<TokenView> =>
    core.run(
      signIn,
      { methods: ['password'], password: { user: { id: userId }, password }, scope },
      anonymous,
    )

  return {
    core: core,
    ids,
    first,
    others,
    roles,
    /** The ids of the last delegation, for forged requests. */
    delegated: { trustId: 'none', credentialId: 'none' },
    target,
    mayHave,
    scopeRequest,
    enter,
    give: async (userId: string, input: Given) => {
      const all = held.get(userId)
      if (!all || all.some((one) => JSON.stringify(one) === JSON.stringify(input))) return
      await assign('give')(userId, input)
      all.push(input)
    },
    takeAll: async (userId: string) => {
      for (const input of held.get(userId) ?? []) await assign('take')(userId, input)
      held.set(userId, [])
    },
    /** The scope of a token, by its name here. */
    placeOf: ({ scope }: TokenView): ScopeName => {
      if (scope.kind !== 'project') return scope.kind
      return scope.project.id === ids.below ? 'below' : 'project'
    },
  }
}

export type Fixture = Awaited<ReturnType<typeof makeFixture>>
