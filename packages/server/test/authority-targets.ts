import assert from 'node:assert/strict'
import { changeApiKey } from '../src/core/access/api-keys/change-api-key.ts'
import { createCredential } from '../src/core/access/credentials/create-credential.ts'
import type { AssignmentTarget } from '../src/core/directory/assignments/assignment.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { arizeId } from './apis/arize-fixture.ts'
import { type AuthorityBase, password, type RoleName } from './authority-base.ts'
import { groupActor, onDomain, onProject, onSystem, userActor } from './builders.ts'
import { systemAdmin } from './test-core.ts'

type TargetKey = { readonly id: string; readonly number: string; readonly arizeId: string }

/** A user with authority that no caller has, its keys and its other objects. */
export type Target = {
  readonly name: string
  readonly userId: string
  readonly username: string
  readonly number: string
  readonly email: string
  readonly scope: { readonly type: string; readonly id?: string }
  readonly role: string
  readonly key: TargetKey
  readonly revokedKey: TargetKey
  readonly credentialId: string
}

/** Users of the domain with more authority than every narrow caller, each in another way. */
export const strongTargets = async (base: AuthorityBase) => {
  const { s, run, make, reading, roles, here, there, elsewhere, owner, fresh } = base
  const { newUser, keyOf, asItself, trustFrom, serviceUser } = base
  const keyNames = ({ id, number }: { readonly id: string; readonly number: number }): TargetKey => ({
    id,
    number: String(number),
    arizeId: arizeId('ApiKey', id),
  })
  const targetOf = async (
    name: string,
    userId: string,
    role: RoleName,
    on: AssignmentTarget,
  ): Promise<Target> => {
    const email = `${fresh('target')}@example.com`
    await run(updateUser, { id: userId, email, claimEmail: true })
    const user = (await reading.users.get(userId)) ?? assert.fail()
    const by = user.kind === 'service' ? systemAdmin : undefined
    const keys = []
    for (const revoked of [false, true]) {
      const { key } = await keyOf(userId, role, on, by ? { by } : {})
      // Revoked by the user itself, which may enable it again.
      if (revoked) await run(changeApiKey, { id: key.id, revoked }, by ?? asItself(userId, role, on))
      keys.push(keyNames(key))
    }
    const [key, revokedKey] = keys
    assert.ok(key && revokedKey)
    const credential = await run(createCredential, { userId, type: 'note', blob: 'sealed', extra: {} })
    return {
      name,
      userId,
      username: user.name,
      number: String(user.number),
      email,
      scope: on.type === 'system' ? { type: 'system' } : { type: on.type, id: on.id },
      role,
      key,
      revokedKey,
      credentialId: credential.id,
    }
  }
  const [direct, member, trustee] = [await newUser(), await newUser(), await newUser()]
  await make.give(userActor(direct), roles.admin, onSystem)
  const administrators = await make.group(here, member)
  await make.give(groupActor(administrators), roles.admin, onSystem)
  const delegator = await make.user(there, password)
  await make.give(userActor(delegator), roles.member, onProject(elsewhere))
  const delegatorToken = await s.signIn({ id: delegator, password }, { project: { id: elsewhere } })
  await trustFrom(delegatorToken, delegator, trustee, elsewhere, 'member')
  await make.give(userActor(trustee), roles.reader, onDomain(here))
  const beyond = await serviceUser({ type: 'domain', id: there }, 'manager')
  return {
    administrators,
    targets: [
      await targetOf('owner of a stronger key', owner, 'admin', onSystem),
      await targetOf('administrator', direct, 'admin', onSystem),
      await targetOf('administrator by a group', member, 'admin', onSystem),
      await targetOf('trustee', trustee, 'reader', onDomain(here)),
      await targetOf('service user that reaches beyond', beyond.userId, 'manager', onDomain(there)),
    ],
  }
}
