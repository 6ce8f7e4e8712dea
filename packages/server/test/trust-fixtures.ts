import { signIn } from '../src/core/access/authentication/sign-in.ts'
import type { ScopeRequest } from '../src/core/access/authentication/sign-in-request.ts'
import type { TokenView } from '../src/core/access/tokens/token.ts'
import { type CreateTrust, createTrust } from '../src/core/access/trusts/create-trust.ts'
import { anonymous, type Caller } from '../src/core/kernel/caller.ts'
import { builders, onProject, userActor } from './builders.ts'
import type { TestCore } from './test-core.ts'

export const password = 'one two three'

/** Three users of the default domain, the first one is a member of a project and delegates that role. */
export const trustFixture = async (core: TestCore) => {
  const make = builders(core)
  const project = await make.project('default')
  const [member, reader] = [await make.role('member'), await make.role('reader')]
  await make.imply(member, reader)
  const newUser = () => make.user('default', password)
  const [trustor, trustee, third] = [await newUser(), await newUser(), await newUser()]
  await make.give(userActor(trustor), member, onProject(project))

  const enter = (id: string, scope: ScopeRequest): Promise<TokenView> =>
    core.run(signIn, { methods: ['password'], password: { user: { id }, password }, scope }, anonymous)
  const onTheProject: ScopeRequest = { kind: 'project', project: { id: project } }
  const asTrustor = async () => (await enter(trustor, onTheProject)).caller
  return {
    make,
    project,
    member,
    reader,
    trustor,
    trustee,
    third,
    enter,
    onTheProject,
    asTrustor,
    /** A token of the trust, for the trustee by default. */
    use: (trustId: string, by = trustee) => enter(by, { kind: 'trust', trustId }),
    /** A trust for the trustee on the project with the role `member`, with the given changes. */
    delegate: async (input: Partial<CreateTrust> = {}, caller?: Caller) => {
      const by = caller ?? (await asTrustor())
      const usual = {
        trustorId: by.kind === 'known' ? by.userId : trustor,
        trusteeId: trustee,
        impersonation: false,
        projectId: project,
        roles: [{ id: member }],
      }
      return (await core.run(createTrust, { ...usual, ...input }, by)).trust
    },
    /** Whether the token would validate now. */
    valid: ({ token }: TokenView) =>
      core.ports.tokens.read(token).then(
        () => true,
        () => false,
      ),
  }
}

export type TrustFixture = Awaited<ReturnType<typeof trustFixture>>
