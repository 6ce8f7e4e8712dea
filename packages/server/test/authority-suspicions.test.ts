import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { createApiKey } from '../src/core/access/api-keys/create-api-key.ts'
import { grantRole } from '../src/core/directory/assignments/grant-role.ts'
import { createRole } from '../src/core/directory/roles/create-role.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { isDomainError } from '../src/core/kernel/domain-error.ts'
import { beginIdempotent, keepAnswer } from '../src/core/kernel/idempotency/idempotency-keys.ts'
import { createWebhook } from '../src/core/messaging/webhooks/create-webhook.ts'
import { deleteWebhook } from '../src/core/messaging/webhooks/webhooks.ts'
import { builders, groupActor, onDomain, onProject, userActor } from './builders.ts'
import { onEachDatabase } from './databases.ts'
import { callerAs, createTestCore, inDomain, type TestCore } from './test-core.ts'

onEachDatabase('authority edge cases', (makePlace) => {
  let core: TestCore
  let make: ReturnType<typeof builders>
  beforeEach(async () => {
    core = await createTestCore(await makePlace())
    make = builders(core)
  })
  afterEach(() => core.close())

  test('S15: a manager grants the listed global roles, and no domain role with one of their names', async () => {
    const manager = inDomain('default', 'manager')
    const other = await make.domain()
    const [user, group, project] = [await make.user(), await make.group(), await make.project('default')]
    const named = async (name: string, domainId?: string) =>
      (await core.run(createRole, { name, domainId })).id
    for (const actor of [userActor(user), groupActor(group)])
      for (const target of [onDomain('default'), onProject(project)]) {
        const give = (roleId: string) =>
          core.run(grantRole, { actor, target, roleId, inherited: false }, manager)
        const known = (await core.store.reading.roles.getByName('member')).find(
          (role) => role.domainId === null,
        )
        await give(known?.id ?? (await named('member')))
        for (const domainId of ['default', other]) {
          const own = (await core.store.reading.roles.getByName('reader')).find(
            (role) => role.domainId === domainId,
          )
          await assert.rejects(give(own?.id ?? (await named('reader', domainId))), { kind: 'forbidden' })
        }
      }
  })

  test('S15: a repeated request with fewer roles or in another scope is not answered from the cache', async () => {
    const userId = await make.user()
    const request = { key: 'once', operation: 'createApiKey', request: '{}' }
    const as = (scope: 'system' | 'domain', ...roles: string[]) =>
      callerAs({
        userId,
        scope: scope === 'system' ? { kind: scope } : { kind: scope, domainId: 'default' },
        roles,
      })
    const strong = as('system', 'admin', 'reader')
    const begun = await core.run(beginIdempotent, request, strong)
    if (begun.kind !== 'first') assert.fail()
    await core.run(
      keepAnswer,
      { id: begun.id, attempt: begun.attempt, answer: { secret: 'told once' } },
      strong,
    )
    const again = await core.run(beginIdempotent, request, as('system', 'reader', 'admin'))
    assert.deepEqual(again, { kind: 'again', answer: { secret: 'told once' } })
    for (const weaker of [as('system', 'reader'), as('domain', 'admin', 'reader'), as('domain')])
      assert.equal(
        (await core.run(beginIdempotent, request, weaker)).kind,
        'first',
        'the rule is evaluated again',
      )
  })

  test('S15: a webhook belongs to its domain: the event log names its creator, and any manager of the domain deletes it', async () => {
    const maker = { ...inDomain('default', 'manager'), userId: await make.user() }
    const { webhook } = await core.run(createWebhook, { url: 'http://127.0.0.1:9/hook' }, maker)
    const made = (await core.store.reading.events.list(0, 1000)).find(
      ({ subject }) => subject.id === webhook.id,
    )
    assert.deepEqual([made?.kind, made?.actorId], ['webhook.created', maker.userId])
    await core.run(updateUser, { id: maker.userId, status: 'disabled' })
    await core.run(deleteWebhook, { id: webhook.id }, inDomain('default', 'manager'))
    assert.equal(await core.store.reading.webhooks.get(webhook.id), undefined)
  })

  test('N26: the error for a key of a service user names the missing role and its scope', async () => {
    const manager = inDomain('default', 'manager', 'reader')
    const reader = await make.role('reader')
    const id = await make.user()
    await core.run(updateUser, { id, kind: 'service' })
    const input = { userId: id, name: 'key', scope: onDomain('default') }
    const messageOf = (roles: { id: string }[]) =>
      core.run(createApiKey, { ...input, roles }, manager).then(
        () => 'made',
        (thrown) =>
          isDomainError(thrown) ? `${thrown.code}: ${thrown.message}` : assert.fail(String(thrown)),
      )
    assert.equal(
      await messageOf([{ id: reader }]),
      `role_not_held: The user ${id} does not have the role reader on the domain default. Assign the role to the user first.`,
    )
    assert.match(
      await messageOf([]),
      new RegExp(`^role_not_held: The user ${id} has no role on the domain default`),
    )
    await make.give(userActor(id), reader, onDomain('default'))
    assert.equal(await messageOf([{ id: reader }]), 'made')
  })
})
