import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { loadConfig } from './load-config.ts'
import { mailOf } from './mail-of.ts'

let folder = ''
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-mail-of-'))
  await writeFile(join(folder, 'password'), 'let me in\n')
})
after(() => rm(folder, { recursive: true }))

const read = async (settings: object) => {
  const file = join(folder, 'muster.json')
  await writeFile(file, JSON.stringify({ data_dir: folder, ...settings }))
  return mailOf(loadConfig({}, file))
}
const mail_from = 'Muster <muster@mail.example>'
const smtp_host = 'mail.example'

test('without a mail server there is a mail folder in the data folder', async () => {
  assert.deepEqual(await read({}), {
    from: { name: 'Muster', address: 'muster@localhost' },
    smtp: undefined,
    mailFolder: join(folder, 'outbox'),
  })
})

const login = { user: 'ann', password: 'let me in' }
const servers: readonly (readonly [object, object])[] = [
  [{ smtp_host }, { port: 587, tls: 'starttls' }],
  [
    { smtp_host, smtp_tls: 'implicit' },
    { port: 465, tls: 'implicit' },
  ],
  [
    { smtp_host, smtp_tls: 'none', smtp_port: 1025 },
    { port: 1025, tls: 'none' },
  ],
  [
    { smtp_host, smtp_user: 'ann', smtp_password: 'let me in' },
    { port: 587, tls: 'starttls', login },
  ],
  [{ smtp_url: 'smtp://mail.example' }, { port: 587, tls: 'starttls' }],
  [
    { smtp_url: 'smtp://mail.example:25', smtp_tls: 'none' },
    { port: 25, tls: 'none' },
  ],
  [{ smtp_url: 'smtps://ann:let%20me%20in@mail.example/' }, { port: 465, tls: 'implicit', login }],
]
for (const [settings, smtp] of servers)
  test(`a mail server from ${Object.keys(settings).join(', ')}`, async () => {
    assert.deepEqual((await read({ mail_from, ...settings })).smtp, {
      host: 'mail.example',
      login: undefined,
      authorities: undefined,
      ...smtp,
    })
  })

test('the password may be in a file; its final newline is ignored', async () => {
  const smtp_password_file = join(folder, 'password')
  assert.deepEqual(
    (await read({ mail_from, smtp_host, smtp_user: 'ann', smtp_password_file })).smtp?.login,
    login,
  )
})

test('the sender has an optional display name', async () => {
  const froms: readonly (readonly [string, object])[] = [
    ['muster@mail.example', { name: '', address: 'muster@mail.example' }],
    ['Muster of Ünits <Muster@mail.example>', { name: 'Muster of Ünits', address: 'Muster@mail.example' }],
    ['"Muster, Inc." <muster@mail.example>', { name: 'Muster, Inc.', address: 'muster@mail.example' }],
  ]
  for (const [value, from] of froms) assert.deepEqual((await read({ mail_from: value })).from, from)
})

const wrongs: readonly (readonly [string, object])[] = [
  ['mail_from', { smtp_host }],
  ['mail_from', { mail_from: 'Muster' }],
  ['mail_from', { mail_from: 'a@b.example, c@d.example' }],
  ['mail_from', { mail_from: 'Muster\r\nBcc: <eve@evil.example>' }],
  ['smtp_url', { smtp_url: 'mail.example', mail_from }],
  ['smtp_url', { smtp_url: 'http://mail.example', mail_from }],
  ['smtp_url', { smtp_url: 'smtp://mail.example/path', mail_from }],
  ['smtp_url', { smtp_url: 'smtp://mail.example?tls=no', mail_from }],
  ['smtp_url', { smtp_url: 'smtp://a:%zz@mail.example', mail_from }],
  ['smtp_host', { smtp_host: 'mail.example/x', mail_from }],
  ['smtp_host', { smtp_host: 'smtp.example', smtp_url: 'smtp://mail.example', mail_from }],
  ['smtp_port', { smtp_port: 25, mail_from }],
  ['smtp_port', { smtp_port: 0, smtp_host, mail_from }],
  ['smtp_tls', { smtp_tls: 'none' }],
  ['smtp_tls', { smtp_tls: 'yes', smtp_host, mail_from }],
  ['smtp_tls', { smtp_tls: 'none', smtp_url: 'smtps://mail.example', mail_from }],
  ['smtp_user', { smtp_host, smtp_password: 'x', mail_from }],
  ['smtp_password', { smtp_host, smtp_user: 'ann', mail_from }],
  ['smtp_password', { smtp_url: 'smtp://ann@mail.example', mail_from }],
  ['smtp_password_file', { smtp_host, smtp_user: 'ann', smtp_password_file: '/nowhere/at/all', mail_from }],
  [
    'smtp_password_file',
    { smtp_host, smtp_user: 'ann', smtp_password: 'x', smtp_password_file: '/nowhere', mail_from },
  ],
  ['smtp_ca_file', { smtp_host, smtp_ca_file: '/nowhere/at/all', mail_from }],
  ['smtp_ca_file', { smtp_ca_file: '/nowhere/at/all' }],
]
for (const [name, settings] of wrongs)
  test(`${name} with an invalid value is named: ${JSON.stringify(settings)}`, async () => {
    await assert.rejects(read(settings), (error: Error) => {
      assert.equal(error.name, 'BadConfig')
      assert.match(error.message, new RegExp(`^${name}: `))
      assert.doesNotMatch(error.message, /ann:|%zz/, 'the error does not contain an address with a password')
      return true
    })
  })
