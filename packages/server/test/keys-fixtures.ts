import {
  type CreateApplicationCredential,
  type CreatedApplicationCredential,
  createApplicationCredential,
} from '../src/core/access/application-credentials/create-application-credential.ts'
import { signIn } from '../src/core/access/authentication/sign-in.ts'
import type { ScopeRequest, SignInRequest } from '../src/core/access/authentication/sign-in-request.ts'
import { anonymous, type Caller } from '../src/core/kernel/caller.ts'
import { onProject, userActor } from './builders.ts'
import type { TestCore } from './test-core.ts'
import { password, trustFixture } from './trust-fixtures.ts'

/** Two members of a project, the first one creates application credentials for it. */
export const keysOf = async (core: TestCore) => {
  const {
    make: builders,
    project,
    member,
    reader,
    trustor: owner,
    trustee: other,
    ...shared
  } = await trustFixture(core)
  await builders.give(userActor(other), member, onProject(project))
  const { enter, onTheProject, delegate, valid } = shared
  const asOwner = async (): Promise<Caller> => (await enter(owner, onTheProject)).caller
  let count = 0
  return {
    builders,
    project,
    member,
    reader,
    owner,
    other,
    password,
    enter,
    valid,
    onTheProject,
    asOwner,
    asOther: async (): Promise<Caller> => (await enter(other, onTheProject)).caller,
    /** A caller that acts for the owner with a trust. */
    asTrustee: async (): Promise<Caller> => {
      const trust = await delegate({ impersonation: true })
      return (await enter(other, { kind: 'trust', trustId: trust.id })).caller
    },
    make: async (
      input: Partial<CreateApplicationCredential> = {},
      caller?: Caller,
    ): Promise<CreatedApplicationCredential> =>
      core.run(
        createApplicationCredential,
        { userId: owner, name: `key-${++count}`, ...input },
        caller ?? (await asOwner()),
      ),
    /** Authenticates with a credential by its id, with the given changes. */
    use: (
      { credential, secret }: CreatedApplicationCredential,
      value: Partial<NonNullable<SignInRequest['applicationCredential']>> = {},
      scope?: ScopeRequest,
    ) =>
      core.run(
        signIn,
        {
          methods: ['application_credential'],
          applicationCredential: { id: credential.id, secret, ...value },
          scope,
        },
        anonymous,
      ),
    rescope: (token: string, scope?: ScopeRequest) =>
      core.run(signIn, { methods: ['token'], token: { id: token }, scope }, anonymous),
  }
}

export type Keys = Awaited<ReturnType<typeof keysOf>>
