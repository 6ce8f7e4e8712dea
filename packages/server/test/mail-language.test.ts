import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { languageCodes } from '@muster/contract/languages.ts'
import { languages as catalogLanguages } from '@muster/messages/languages.ts'
import { acceptInvitation } from '../src/core/accounts/invitations/accept-invitation.ts'
import { inviteUser } from '../src/core/accounts/invitations/invite-user.ts'
import { resendInvitation } from '../src/core/accounts/invitations/resend-invitation.ts'
import { type RequestRecovery, requestRecovery } from '../src/core/accounts/recovery/request-recovery.ts'
import { resetPassword } from '../src/core/accounts/recovery/reset-password.ts'
import { sendRecovery } from '../src/core/accounts/recovery/send-recovery.ts'
import { sendNotification } from '../src/core/directory/notifications/send-notification.ts'
import { type CreateUser, createUser } from '../src/core/directory/users/create-user.ts'
import { getUser } from '../src/core/directory/users/get-user.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import { anonymous } from '../src/core/kernel/caller.ts'
import { languages } from '../src/core/kernel/language.ts'
import { makeMailDispatcher } from '../src/jobs/mail-dispatcher.ts'
import { onEachDatabase } from './databases.ts'
import { secretIn } from './links.ts'
import { askForMail, mailTo } from './mailing-fixtures.ts'
import { memoryMailTransport } from './sent-emails.ts'
import { createTestCore, type TestCore } from './test-core.ts'

const phrase = 'a phrase of her own'

test('the APIs accept the languages that a user can have, and the catalog has their texts', () => {
  assert.deepEqual(languageCodes, languages)
  assert.deepEqual(Object.keys(catalogLanguages), languages)
})

onEachDatabase('the language of emails', (makePlace) => {
  let core: TestCore
  let count = 0
  before(async () => {
    core = await createTestCore(await makePlace())
  })
  after(() => core.close())

  const address = () => `person-${++count}@example.com`
  const create = (more: Partial<CreateUser> = {}) => {
    const email = address()
    return core.run(createUser, { name: email, email, claimEmail: true, password: phrase, ...more })
  }
  /** Template and language of the user's emails, the oldest first. */
  const mailed = async (userId: string) => {
    await core.sentEmails()
    const { rows } = await core.store.reading.messages.list({ userId, limit: 100 })
    return rows.map(({ template, language }) => `${template} ${language}`).reverse()
  }
  const ask = (requested: RequestRecovery) => core.run(requestRecovery, requested, anonymous)
  const newestSecret = async () => secretIn((await core.sentEmails()).at(-1))

  test('the renderer receives the language of each message', async () => {
    await core.sentEmails()
    const rendered: (string | null)[] = []
    const dispatcher = makeMailDispatcher({
      core: core.core,
      source: { api: 'test', requestId: 'req-test' },
      mailTransport: memoryMailTransport(),
      render: ({ id, to, template, language, createdAt }) => {
        rendered.push(language)
        return { id, to, template, subject: '', text: '', html: '', at: createdAt }
      },
      now: core.now,
      random: () => 0,
      onAttemptFailed: (_message, error) => assert.fail(error),
      onFailure: (error) => assert.fail(error),
    })
    for (const language of ['fa', undefined] as const) {
      await core.run(askForMail, { mail: mailTo(address(), { language }) })
      await dispatcher.round()
    }
    assert.deepEqual(rendered, ['fa', null])
  })

  for (const mode of ['email_link', 'temporary_password'] as const)
    test(`an invitation by ${mode} is sent in the language of the invited user`, async () => {
      const template = mode === 'email_link' ? 'invitation' : 'temporary_password'
      const invited = await core.run(inviteUser, { email: address(), mode, language: 'ja' })
      assert.equal(invited.user.language, 'ja')
      assert.deepEqual(await mailed(invited.user.id), [`${template} ja`])
      await core.run(resendInvitation, { userId: invited.user.id })
      assert.deepEqual(await mailed(invited.user.id), [`${template} ja`, 'invitation ja'])
      const plain = await core.run(inviteUser, { email: address(), mode })
      assert.deepEqual(await mailed(plain.user.id), [`${template} null`])
    })

  test('a user without a preference takes the language in which it accepts an invitation', async () => {
    for (const [preferred, expected] of [
      [undefined, 'hi'],
      ['es', 'es'],
    ] as const) {
      const { user } = await core.run(inviteUser, {
        email: address(),
        mode: 'email_link',
        language: preferred,
      })
      const secret = await newestSecret()
      const accept = (language: string) =>
        core.run(acceptInvitation, { secret, password: phrase, language }, anonymous)
      await assert.rejects(accept('fr'), { code: 'value_unknown' })
      assert.equal((await accept('hi')).language, expected)
      assert.equal((await core.run(getUser, { id: user.id })).language, expected)
    }
  })

  test('recovery is in the language of the user, else in that of the request, else in none', async () => {
    for (const [preferred, requested, expected] of [
      ['de', undefined, 'de'],
      ['de', 'fa', 'de'],
      [null, 'fa', 'fa'],
      [null, undefined, null],
    ] as const) {
      const { id, email } = await create({ language: preferred })
      await ask({ email: email ?? '', language: requested })
      assert.deepEqual(await mailed(id), [`recovery ${expected}`])
      assert.equal((await core.run(getUser, { id })).language, preferred)
    }
    await assert.rejects(ask({ email: address(), language: 'fr' }), { code: 'value_unknown' })
  })

  test('requests for one user in several languages are queued once', async () => {
    const { id, email } = await create()
    for (const language of ['de', 'es', 'fa']) await ask({ email: email ?? '', language })
    assert.deepEqual(await mailed(id), ['recovery de'])
  })

  test('recovery by an administrator, a changed password and a notification use the preference', async () => {
    const { id } = await create({ language: 'es' })
    await core.run(sendRecovery, { userId: id })
    await core.run(resetPassword, { secret: await newestSecret(), password: `${phrase} now` }, anonymous)
    await core.run(updateUser, { id, language: 'fa', password: `${phrase} again` })
    await core.run(sendNotification, { userId: id, type: 'comment_mention', title: 'A note', body: 'Text' })
    assert.deepEqual(await mailed(id), [
      'recovery es',
      'password_changed es',
      'password_changed fa',
      'notification fa',
    ])
  })
})
