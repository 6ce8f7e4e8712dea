import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { type Email, PermanentMailError } from '../src/core/messaging/mail/mail-transport.ts'
import type { Message } from '../src/core/messaging/mail/message.ts'
import { makeEmailRenderer } from '../src/mail/render-email.ts'
import { makeSmtpTransport, type OpenMailTransport, type SmtpServer } from '../src/mail/smtp-transport.ts'
import { certificate, type No, type Smtp, type SmtpOptions, startSmtp } from './smtp.ts'

const from = { name: 'Muster of Ünits', address: 'muster@mail.example' }
const write = makeEmailRenderer(() => 'https://id.example/base', 'en')
const email = (
  parameters: Readonly<Record<string, string>> = {},
  template: Message['template'] = 'invitation',
) =>
  write({
    id: 'a'.repeat(32),
    to: 'ann@example.com',
    template,
    language: null,
    parameters: { token: 'mst_i_secret', ...parameters },
    createdAt: Date.UTC(2026, 0, 2, 3, 4, 5),
  })

let ends: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.reverse()) await end()
  ends = []
})

const server = async (options: SmtpOptions = {}): Promise<Smtp> => {
  const smtp = await startSmtp(options)
  ends.push(() => smtp.stop())
  return smtp
}
const postTo = ({ port }: Pick<Smtp, 'port'>, more: Partial<SmtpServer> = {}): OpenMailTransport => {
  const post = makeSmtpTransport(
    { host: 'localhost', port, tls: 'none', login: undefined, authorities: undefined, ...more },
    from,
  )
  ends.push(() => post.close())
  return post
}
const rejected = (thrown: unknown) => thrown instanceof PermanentMailError
const failed = (thrown: unknown) => thrown instanceof Error && !rejected(thrown)

test('P11: the mail server receives the address as typed, in the envelope and in the header', async () => {
  const smtp = await server()
  await postTo(smtp).send({ ...email(), to: 'Grace.Hopper@example.org' })
  assert.deepEqual(smtp.received[0]?.to, ['Grace.Hopper@example.org'])
  assert.equal(smtp.received[0]?.headers.get('to'), 'Grace.Hopper@example.org')
})

test('an email arrives unchanged, once, in text and HTML, with auto-replies suppressed', async () => {
  const smtp = await server()
  const sent = email({ name: 'Ann Ünit', organization: 'Löwe & Söhne' })
  await postTo(smtp).send(sent)
  const [got, ...more] = smtp.received
  assert.deepEqual(more, [])
  assert.equal(got?.from, 'muster@mail.example')
  assert.deepEqual(got?.to, ['ann@example.com'])
  assert.equal(got?.headers.get('subject'), 'Your invitation to Löwe & Söhne')
  assert.equal(got?.headers.get('to'), 'ann@example.com')
  assert.equal(got?.headers.get('from'), 'Muster of Ünits <muster@mail.example>')
  assert.equal(got?.headers.get('message-id'), `<${'a'.repeat(32)}@mail.example>`)
  assert.equal(got?.headers.get('date'), 'Fri, 02 Jan 2026 03:04:05 +0000')
  assert.equal(got?.headers.get('auto-submitted'), 'auto-generated')
  assert.equal(got?.text, sent.text.trimEnd())
  assert.equal(got?.html, sent.html.trimEnd())
  assert.match(got?.text ?? '', /^https:\/\/id\.example\/base\/account\/invitation\?token=mst_i_secret$/m)
})

test('many emails share a few connections', async () => {
  const smtp = await server()
  const post = postTo(smtp)
  const sentEmails = Array.from({ length: 20 }, (_, n) => ({ ...email(), id: `${n}`.padStart(32, '0') }))
  await Promise.all(sentEmails.map((one) => post.send(one)))
  assert.equal(new Set(smtp.received.map(({ headers }) => headers.get('message-id'))).size, 20)
})

test('with STARTTLS nothing is sent before TLS is active, and the login follows it', async () => {
  const login = { user: 'muster', password: 'let me in' }
  const smtp = await server({ tls: 'starttls', login })
  await postTo(smtp, { tls: 'starttls', login, authorities: certificate.pem }).send(email())
  assert.deepEqual(
    smtp.received.map(({ secure, user }) => [secure, user]),
    [[true, 'muster']],
  )
})

test('with TLS from the start as well', async () => {
  const smtp = await server({ tls: 'implicit' })
  await postTo(smtp, { tls: 'implicit', authorities: certificate.pem }).send(email())
  assert.deepEqual(
    smtp.received.map(({ secure }) => secure),
    [true],
  )
})

test('a server without STARTTLS, or with an untrusted certificate, receives nothing, and the email is retried', async () => {
  const bare = await server({ tls: 'none' })
  await assert.rejects(postTo(bare, { tls: 'starttls' }).send(email()), failed)
  for (const tls of ['starttls', 'implicit'] as const) {
    const stranger = await server({ tls })
    await assert.rejects(postTo(stranger, { tls }).send(email()), failed)
    assert.deepEqual(stranger.received, [])
  }
  assert.deepEqual(bare.received, [])
})

test('a wrong or missing password is a configuration error, not an error of the email', async () => {
  const login = { user: 'muster', password: 'let me in' }
  const smtp = await server({ login })
  await assert.rejects(postTo(smtp, { login: { ...login, password: 'wrong' } }).send(email()), failed)
  await assert.rejects(postTo(smtp).send(email()), failed)
  await postTo(smtp, { login }).send(email())
  assert.equal(smtp.received.length, 1)
})

const nos: readonly (readonly [No, 'later' | 'never'])[] = [
  [{ to: 'rcpt', code: 450, says: 'mailbox busy' }, 'later'],
  [{ to: 'rcpt', code: 550, says: 'no such mailbox' }, 'never'],
  [{ to: 'rcpt', code: 530, says: 'sign in first' }, 'later'],
  [{ to: 'data', code: 451, says: 'greylisted' }, 'later'],
  [{ to: 'data', code: 554, says: 'looks like spam' }, 'never'],
]
for (const [no, when] of nos)
  test(`${no.code} to ${no.to}: ${when === 'never' ? 'the email is rejected' : 'to be tried again'}, and the next one is sent`, async () => {
    const smtp = await server()
    const post = postTo(smtp)
    smtp.reject(no)
    await assert.rejects(post.send(email()), when === 'never' ? rejected : failed)
    await post.send(email())
    assert.equal(smtp.received.length, 1)
  })

test('an unreachable server causes retries, and is used again when it is back', async () => {
  const smtp = await startSmtp()
  const post = postTo(smtp)
  await post.send(email())
  await smtp.stop()
  await assert.rejects(post.send(email()), failed)
  const back = await server({ port: smtp.port })
  await post.send(email())
  assert.equal(back.received.length, 1)
})

test('user input never becomes a header, another recipient, or markup', async () => {
  const smtp = await server()
  const post = postTo(smtp)
  const evils = [
    'Ann\r\nBcc: eve@evil.example\r\n\r\n<h1>hello</h1>',
    'Ann\nX-Evil: 1',
    'Ann\u2028Bcc: eve@evil.example\u0000\u0007',
    '"><script>alert(1)</script>',
    '"ann" <eve@evil.example>, eve@evil.example',
    '=?utf-8?q?=0D=0ABcc:_eve@evil.example?=',
    '.\r\nQUIT\r\n',
    '\ud800 broken',
    'x'.repeat(50_000),
  ]
  const every: (readonly [Message['template'], readonly string[]])[] = [
    ['invitation', ['name', 'username', 'invited_by', 'organization', 'expires_at', 'token']],
    ['temporary_password', ['name', 'username', 'organization', 'password']],
    ['recovery', ['name', 'username', 'expires_at', 'token']],
    ['first_password', ['name', 'username', 'expires_at', 'token']],
    ['password_changed', ['name', 'username', 'changed_at']],
    ['notification', ['name', 'subject', 'text', 'path']],
  ]
  for (const evil of evils)
    for (const [template, names] of every)
      await post.send(email(Object.fromEntries(names.map((name) => [name, evil])), template))
  assert.equal(smtp.received.length, evils.length * every.length)
  const expected = new Set([
    'from',
    'to',
    'subject',
    'message-id',
    'date',
    'mime-version',
    'content-type',
    'auto-submitted',
    'x-auto-response-suppress',
  ])
  for (const { to, headers, html } of smtp.received) {
    assert.deepEqual(to, ['ann@example.com'])
    assert.deepEqual(new Set(headers.keys()), expected)
    assert.equal(headers.get('to'), 'ann@example.com')
    assert.ok((headers.get('subject') ?? '').length <= 250)
    assert.doesNotMatch(html, /<script|<h1|<\/(?!html|head|title|body|div|p|a|bdi|small|code)/)
  }
})

test('an address that is not a single plain address fails permanently', async () => {
  const smtp = await server()
  const post = postTo(smtp)
  const sneaky = [
    'ann@example.com, eve@evil.example',
    'ann@example.com;eve@evil.example',
    'ann <eve@evil.example>',
    'eve@evil.example\r\nRCPT TO:<bob@example.com>',
    'friends: ann@example.com',
    'ann@eve@evil.example',
    'ann',
    '',
  ]
  for (const to of sneaky) {
    const evil: Email = { ...email(), to }
    await assert.rejects(post.send(evil), rejected, to)
  }
  assert.deepEqual(smtp.received, [])
})
