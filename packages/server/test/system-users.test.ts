import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { changeApiKey } from '../src/core/access/api-keys/change-api-key.ts'
import { createApiKey } from '../src/core/access/api-keys/create-api-key.ts'
import { deleteApiKey } from '../src/core/access/api-keys/delete-api-key.ts'
import { deleteAccessRule } from '../src/core/access/application-credentials/access-rules.ts'
import { createApplicationCredential } from '../src/core/access/application-credentials/create-application-credential.ts'
import { deleteApplicationCredential } from '../src/core/access/application-credentials/delete-application-credential.ts'
import { signIn } from '../src/core/access/authentication/sign-in.ts'
import { createCredential } from '../src/core/access/credentials/create-credential.ts'
import { deleteCredential } from '../src/core/access/credentials/delete-credential.ts'
import { updateCredential } from '../src/core/access/credentials/update-credential.ts'
import { openSession } from '../src/core/access/sessions/open-session.ts'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import { purgeDeletedUser, purgeUser } from '../src/core/accounts/deletion/purge-user.ts'
import { restoreUser } from '../src/core/accounts/deletion/restore-user.ts'
import { inviteUser } from '../src/core/accounts/invitations/invite-user.ts'
import { requestRecovery } from '../src/core/accounts/recovery/request-recovery.ts'
import { sendRecovery } from '../src/core/accounts/recovery/send-recovery.ts'
import { grantRole, revokeRole } from '../src/core/directory/assignments/grant-role.ts'
import { createDocument } from '../src/core/directory/documents/create-document.ts'
import { deleteDocument } from '../src/core/directory/documents/documents.ts'
import { updateDocument } from '../src/core/directory/documents/update-document.ts'
import { addMember, removeMember } from '../src/core/directory/groups/group-members.ts'
import { updatePreferences } from '../src/core/directory/notifications/user-preferences.ts'
import { attachPlan } from '../src/core/directory/plans/attach-plan.ts'
import { createPlan } from '../src/core/directory/plans/create-plan.ts'
import { renewPlan } from '../src/core/directory/plans/renew-plan.ts'
import { type CreateUser, createUser } from '../src/core/directory/users/create-user.ts'
import { getUser } from '../src/core/directory/users/get-user.ts'
import { updateProfile } from '../src/core/directory/users/update-profile.ts'
import { type UpdateUser, updateUser } from '../src/core/directory/users/update-user.ts'
import { anonymous, type Caller } from '../src/core/kernel/caller.ts'
import { isDomainError } from '../src/core/kernel/domain-error.ts'
import { builders, onDomain, onProject, userActor } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { invited } from './invited-fixtures.ts'
import { quotas } from './plan-quotas.ts'
import { callerAs, createTestCore, inDomain, systemAdmin, type TestCore } from './test-core.ts'

const password = 'a long enough phrase'
const operator: Caller = { kind: 'operator' }
/** An administrator in Keystone terms, with project scope. */
const projectAdmin = callerAs({ roles: ['admin', 'manager', 'member', 'reader'] })

onEachDatabase('service and system users', (makePlace) => {
  let core: TestCore
  let make: ReturnType<typeof builders>
  let count = 0
  before(async () => {
    core = await createTestCore(await makePlace())
    make = builders(core)
  })
  after(() => core.close())

  const create = (input: Partial<CreateUser> = {}, caller?: Caller) =>
    core.run(createUser, { name: `user-${++count}`, ...input }, caller)
  const update = (id: string, input: Omit<UpdateUser, 'id'>, caller?: Caller) =>
    core.run(updateUser, { id, ...input }, caller)
  const enter = (username: string) =>
    core.run(openSession, { username, password, agent: null, address: null }, anonymous)
  /** Delegations of a user for one of its roles. */
  const ownKeys = async (userId: string) => {
    const [projectId, roleId] = [await make.project('default'), await make.role()]
    await make.give(userActor(userId), roleId, onProject(projectId))
    await update(userId, { developer: true })
    const caller: Caller = {
      ...callerAs({ userId, scope: { kind: 'project', projectId, domainId: 'default' } }),
      roles: [{ id: roleId, name: roleId }],
    }
    const { key } = await core.run(createApiKey, { name: 'own' }, caller)
    const accessRules = [{ service: 'identity', path: '/v3', method: 'GET' }]
    const delegated = { userId, name: 'lent', accessRules }
    const { credential } = await core.run(createApplicationCredential, delegated, caller)
    const [accessRule] = credential.accessRules ?? []
    return { keyId: key.id, credentialId: credential.id, accessRuleId: accessRule?.id ?? '' }
  }
  const code = (work: Promise<unknown>) =>
    work.then(
      () => 'ok',
      (thrown) => {
        if (isDomainError(thrown)) return thrown.code
        throw thrown
      },
    )

  test('T72: a service user needs no address, and cannot open a session; the response does not reveal it', async () => {
    const { name, kind, email } = await create({ kind: 'service', password })
    assert.deepEqual([kind, email], ['service', null])
    assert.equal(await code(enter(name)), 'user_not_a_person')
    const wrong = await enter(name).catch((thrown) => thrown)
    const unknown = await enter('no such user').catch((thrown) => thrown)
    assert.deepEqual([wrong.kind, wrong.message], [unknown.kind, unknown.message], 'the usual response')
  })

  test('authenticate at Identity v3 with a password, as services do', async () => {
    const { id, name } = await create({ kind: 'service', password })
    const user = { name, domain: { id: 'default' }, password }
    const token = await core.run(
      signIn,
      { methods: ['password'], password: { user, password } } as never,
      anonymous,
    )
    assert.equal((token as { user: { id: string } }).user.id, id)
  })

  test('receive no links', async () => {
    const { id } = await create({
      kind: 'service',
      password,
      email: 'robot@example.com',
      claimEmail: true,
    })
    assert.equal(await code(core.run(sendRecovery, { userId: id })), 'recovery_impossible')
    await core.run(requestRecovery, { email: 'robot@example.com' }, anonymous)
    assert.deepEqual(await core.sentEmails(), [])
    const again = { email: 'robot@example.com', mode: 'email_link' } as const
    assert.equal(await code(core.run(inviteUser, again)), 'email_taken')
    const guest = await create()
    await invited(core.store, guest.id)
    assert.equal(await code(update(guest.id, { kind: 'service' })), 'invited_program')
    assert.deepEqual(await core.sentEmails(), [])
  })

  test('a human user changed to a service user loses its sessions, and can be changed back', async () => {
    const { id, name } = await create({ password })
    const { secret } = await enter(name)
    assert.equal((await core.sessions.read(secret)).userId, id)
    assert.equal((await update(id, { kind: 'service' })).kind, 'service')
    await assert.rejects(core.sessions.read(secret), { kind: 'unauthenticated' })
    assert.equal(await code(enter(name)), 'user_not_a_person')
    await update(id, { kind: 'human' })
    await assert.rejects(core.sessions.read(secret), { kind: 'unauthenticated' }, 'nothing comes back')
    assert.equal((await core.sessions.read((await enter(name)).secret)).userId, id)
  })

  test('system users are created by system administrators, and no other user becomes one', async () => {
    assert.equal(await code(create({ kind: 'system' }, projectAdmin)), 'system_user_protected')
    assert.equal(
      await code(create({ kind: 'system' }, inDomain('default', 'manager'))),
      'system_user_protected',
    )
    for (const caller of [systemAdmin, operator]) {
      const { id, kind } = await create({ kind: 'system' }, caller)
      assert.equal(kind, 'system')
      for (const to of ['human', 'service'] as const)
        assert.equal(await code(update(id, { kind: to }, caller)), 'kind_fixed')
    }
    const { id } = await create()
    assert.equal(await code(update(id, { kind: 'system' }, operator)), 'kind_fixed')
  })

  test('T17: callers who may change users, but not the system, cannot change, equip or delete a system user by any route', async () => {
    const { id, name } = await create({ kind: 'system', password })
    const plain = await create({ password })
    const [groupId, memberOf] = [await make.group(), await make.group('default', id)]
    const [roleId, heldId] = [await make.role(), await make.role()]
    await make.give(userActor(id), heldId, onDomain('default'))
    const assignment = (userId: string, role: string) => ({
      actor: userActor(userId),
      roleId: role,
      target: onDomain('default'),
      inherited: false,
    })
    const { id: credentialId } = await core.run(createCredential, { userId: id, type: 'note', blob: 'x' })
    const manager = inDomain('default', 'admin', 'manager', 'member', 'reader')
    const { id: planId } = await core.run(createPlan, { name: 'for all', numberOfDays: 3, quotas })
    await core.run(attachPlan, { userId: id, planId })
    const words = { title: 'a note', content: ['text'] }
    const { id: documentId } = await core.run(createDocument, { userId: id, ...words })
    const keys = await ownKeys(id)
    const attempts = (
      userId: string,
    ): readonly (readonly [string, (caller: Caller) => Promise<unknown>])[] => [
      ['update', (caller) => update(userId, { description: 'x' }, caller)],
      ['disable', (caller) => update(userId, { enabled: false }, caller)],
      ['password', (caller) => update(userId, { password: 'another long phrase' }, caller)],
      ['grant', (caller) => core.run(grantRole, assignment(userId, roleId), caller)],
      ['join', (caller) => core.run(addMember, { groupId, userId }, caller)],
      ['key', (caller) => core.run(createCredential, { userId, type: 'note', blob: 'x' }, caller)],
      ['profile', (caller) => core.run(updateProfile, { id: userId, displayName: 'x' }, caller)],
      ['plan', (caller) => core.run(attachPlan, { userId, planId }, caller)],
      ['renew', (caller) => core.run(renewPlan, { userId }, caller)],
      [
        'preferences',
        (caller) => core.run(updatePreferences, { userId, channels: { email: false } }, caller),
      ],
      ['document', (caller) => core.run(createDocument, { userId, ...words }, caller)],
      ['delete', (caller) => core.run(deleteUser, { id: userId }, caller)],
    ]
    const all = [
      ...attempts(id),
      ['revoke', (caller: Caller) => core.run(revokeRole, assignment(id, heldId), caller)],
      ['leave', (caller: Caller) => core.run(removeMember, { groupId: memberOf, userId: id }, caller)],
      ['change key', (caller: Caller) => core.run(updateCredential, { id: credentialId, blob: 'y' }, caller)],
      ['delete key', (caller: Caller) => core.run(deleteCredential, { id: credentialId }, caller)],
      [
        'change document',
        (caller: Caller) => core.run(updateDocument, { userId: id, id: documentId, title: 'x' }, caller),
      ],
      [
        'delete document',
        (caller: Caller) => core.run(deleteDocument, { userId: id, id: documentId }, caller),
      ],
      [
        'revoke own key',
        (caller: Caller) => core.run(changeApiKey, { id: keys.keyId, revoked: true }, caller),
      ],
      ['delete own key', (caller: Caller) => core.run(deleteApiKey, { id: keys.keyId }, caller)],
      [
        'delete credential',
        (caller: Caller) =>
          core.run(deleteApplicationCredential, { userId: id, id: keys.credentialId }, caller),
      ],
      ['purge', (caller: Caller) => core.run(purgeUser, { id }, caller)],
      ['recover', (caller: Caller) => core.run(sendRecovery, { userId: id }, caller)],
    ] as const
    const before = [await core.run(getUser, { id }), await core.events()]
    for (const caller of [projectAdmin, manager]) {
      for (const [what, attempt] of all)
        assert.equal(await code(attempt(caller)), 'system_user_protected', `${what} ${caller.scope.kind}`)
      // The rule rejects all other callers, for any owner.
      const accessRule = core.run(deleteAccessRule, { userId: id, id: keys.accessRuleId }, caller)
      assert.equal(await code(accessRule), 'forbidden_by_rule')
    }
    assert.deepEqual([await core.run(getUser, { id }), await core.events()], before)
    assert.equal(await code(enter(name)), 'user_not_a_person')
    // The same callers may do all of that to other users, and the system administrator to this one.
    for (const [what, attempt] of attempts(plain.id))
      assert.equal(await code(attempt(projectAdmin)), 'ok', what)
    for (const [what, attempt] of attempts(id)) assert.equal(await code(attempt(systemAdmin)), 'ok', what)
    for (const operation of [restoreUser, purgeDeletedUser])
      assert.equal(
        await code(core.run(operation as typeof restoreUser, { id }, manager)),
        'system_user_protected',
      )
    assert.equal(await code(core.run(restoreUser, { id })), 'ok')
    assert.equal(await code(core.run(purgeUser, { id })), 'ok')
  })

  test('a system user still manages itself', async () => {
    const { id } = await create({ kind: 'system' })
    const keys = await ownKeys(id)
    const itself = callerAs({ userId: id })
    const words = { title: 'a note', content: ['text'] }
    const { id: documentId } = await core.run(createDocument, { userId: id, ...words }, itself)
    const { credentialId, accessRuleId } = keys
    const ended = { userId: id, id: credentialId, scopeType: 'project' } as const
    for (const work of [
      () => core.run(updateDocument, { userId: id, id: documentId, title: 'x' }, itself),
      () => core.run(deleteDocument, { userId: id, id: documentId }, itself),
      () => core.run(updatePreferences, { userId: id, channels: { email: false } }, itself),
      () => core.run(changeApiKey, { id: keys.keyId, name: 'another' }, itself),
      () => core.run(deleteApiKey, { id: keys.keyId }, itself),
      () => core.run(deleteApplicationCredential, ended, itself),
      () => core.run(deleteAccessRule, { userId: id, id: accessRuleId }, itself),
    ])
      assert.equal(await code(work()), 'ok')
  })
})
