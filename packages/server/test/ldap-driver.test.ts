import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { OptionValue } from '../src/core/directory/domain-configuration/domain-options.ts'
import type { ExternalDirectory, Found } from '../src/core/directory/external/external-directory.ts'
import { isDomainError } from '../src/core/kernel/domain-error.ts'
import { makeLdapDriver } from '../src/directory-drivers/ldap/ldap-driver.ts'
import { base, entries, groupDn, groupOf, ldapOptions, person, userDn } from './directory-entries.ts'
import { type LdapEntry, startLdapServer } from './ldap-server.ts'
import { makeCertificate } from './make-certificate.ts'

/** Every name is this machine. */
const driver = makeLdapDriver(async () => [{ address: '127.0.0.1' }])

const open = (
  t: TestContext,
  url: string,
  more: Readonly<Record<string, OptionValue>> = {},
): ExternalDirectory => {
  const directory = driver.open({ list_limit: null, ...ldapOptions(url), ...more })
  t.after(() => directory.close())
  return directory
}

const start = async (t: TestContext, input: Record<string, LdapEntry> = entries(), options = {}) => {
  const ldap = await startLdapServer(input, options)
  t.after(() => ldap.close())
  return ldap
}

const names = ({ rows }: Pick<Found<{ readonly name: string }>, 'rows'>) =>
  rows.map(({ name }) => name).sort()
const unavailable = (error: unknown) => isDomainError(error, 'unavailable')

test('reads users in pages, and tells when a limit ended the list', async (t) => {
  const many = Array.from({ length: 25 }, (_, i) => `user-${i}`)
  const ldap = await start(t, {
    ...entries(),
    ...Object.fromEntries(many.map((uid) => [userDn(uid), person(uid)])),
  })
  const all = await open(t, ldap.url, { page_size: 4 }).listUsers([])
  assert.deepEqual([all.rows.length, all.complete], [28, true])
  const some = await open(t, ldap.url, { page_size: 4, list_limit: 10 }).listUsers([])
  assert.deepEqual([some.rows.length, some.complete], [10, false])
})

test('searches below the tree only, to the configured depth and with the configured filter', async (t) => {
  const ldap = await start(t, {
    ...entries(),
    [`uid=deep,ou=inner,ou=users,${base}`]: person('deep'),
    [`uid=outside,${base}`]: person('outside'),
  })
  const flat = ['alice', 'bob', 'carol']
  assert.deepEqual(names(await open(t, ldap.url).listUsers([])), flat)
  const deep = open(t, ldap.url, { query_scope: 'sub' })
  assert.deepEqual(names(await deep.listUsers([])), [...flat, 'deep'])
  const filtered = open(t, ldap.url, { user_filter: '(|(uid=alice)(!(cn=*o*)))' })
  assert.deepEqual(names(await filtered.listUsers([])), ['alice'])
  assert.equal(await filtered.findUser({ name: 'bob' }), undefined)
  assert.equal(await filtered.authenticate('bob', 'bob-password'), false)
})

test('T43: enabled is an attribute, an inverted one, a bit, or membership of a group', async (t) => {
  const ldap = await start(t, {
    ...entries(),
    [userDn('alice')]: person('alice', { useraccountcontrol: ['512'], nsaccountlock: ['false'] }),
    [userDn('bob')]: person('bob', { useraccountcontrol: ['514'], nsaccountlock: ['TRUE'] }),
    [userDn('carol')]: person('carol', { useraccountcontrol: ['rubbish'], employeetype: ['rubbish'] }),
    [`cn=enabled_users,ou=users,${base}`]: groupOf('enabled_users', 'carol'),
  })
  const enabled = async (more: Readonly<Record<string, OptionValue>>) =>
    (await open(t, ldap.url, more).listUsers([])).rows.filter((one) => one.enabled).map(({ name }) => name)
  assert.deepEqual(await enabled({}), ['alice', 'bob'])
  const bit = {
    user_enabled_attribute: 'userAccountControl',
    user_enabled_mask: 2,
    user_enabled_default: '512',
  }
  assert.deepEqual(await enabled(bit), ['alice'])
  const lock = {
    user_enabled_attribute: 'nsAccountLock',
    user_enabled_invert: true,
    user_enabled_default: 'False',
  }
  assert.deepEqual(await enabled(lock), ['alice', 'carol'])
  assert.deepEqual(await enabled({ user_enabled_emulation: true }), ['carol'])
  assert.deepEqual(await enabled({ user_attribute_ignore: ['enabled'] }), ['alice', 'bob', 'carol'])
})

test('shows additional attributes, except in place of the fields of the API', async (t) => {
  const ldap = await start(t, {
    ...entries(),
    [userDn('alice')]: person('alice', {
      telephonenumber: ['123'],
      description: ['a person'],
      project: ['p1'],
    }),
  })
  const directory = open(t, ldap.url, {
    user_additional_attribute_mapping: ['telephoneNumber:phone', 'uid:id', 'cn:links', 'broken'],
    user_default_project_id_attribute: 'project',
  })
  const alice = await directory.findUser({ name: 'alice' })
  assert.deepEqual(alice?.user, {
    localId: 'alice',
    name: 'alice',
    enabled: true,
    email: 'alice@example.org',
    description: 'a person',
    defaultProjectId: 'p1',
    extra: { phone: '123' },
  })
})

test('members are DNs, ids, or those of nested groups of Active Directory', async (t) => {
  const ldap = await start(t, {
    ...entries(),
    [groupDn('ids')]: { ...groupOf('ids'), memberuid: ['alice', 'unknown'] },
    [groupDn('outer')]: { ...groupOf('outer'), member: [groupDn('engineers')] },
    [groupDn('strange')]: {
      ...groupOf('strange'),
      member: [`cn=ALICE,ou=users,${base}`, 'not a dn', userDn('unknown')],
    },
  })
  const members = async (group: string, more = {}) =>
    names({ rows: await open(t, ldap.url, more).members(group) })
  const groupsOf = async (localId: string, more = {}) =>
    names({ rows: (await open(t, ldap.url, more).findUser({ localId }))?.groups ?? [] })
  assert.deepEqual(await members('engineers'), ['alice', 'carol'])
  assert.deepEqual(await members('strange'), [])
  const ids = { group_members_are_ids: true, group_member_attribute: 'memberUid' }
  assert.deepEqual(await members('ids', ids), ['alice'])
  assert.deepEqual(await groupsOf('alice', ids), ['ids'])
  assert.deepEqual(await members('outer'), [])
  const nested = { group_ad_nesting: true }
  assert.deepEqual(await members('outer', nested), ['alice', 'carol'])
  assert.deepEqual(await groupsOf('alice', nested), ['engineers', 'outer'])
})

test('an id or a name of several entries identifies no user', async (t) => {
  const ldap = await start(t, {
    ...entries(),
    [`cn=twin,ou=users,${base}`]: person('alice', { userpassword: ['the password of the twin'] }),
  })
  const directory = open(t, ldap.url)
  assert.equal(await directory.findUser({ name: 'alice' }), undefined)
  assert.equal(await directory.authenticate('alice', 'the password of the twin'), false)
})

test('an id finds the entry that has exactly this id, first of several values', async (t) => {
  const ldap = await start(t, {
    ...entries(),
    [userDn('mallory')]: person('mallory', { uid: ['mallory', 'dave', 'CAROL'] }),
    [groupDn('Staff')]: groupOf('Staff', 'alice'),
  })
  ldap.entries.delete(userDn('carol'))
  const directory = open(t, ldap.url)
  for (const localId of ['dave', 'carol', 'CAROL', 'Mallory']) {
    assert.equal(await directory.findUser({ localId }), undefined, localId)
    assert.equal(await directory.authenticate(localId, 'mallory-password'), false, localId)
  }
  assert.equal((await directory.findUser({ name: 'dave' }))?.user.localId, 'mallory')
  assert.equal(await directory.authenticate('mallory', 'mallory-password'), true)
  assert.equal(await directory.findGroup({ localId: 'staff' }), undefined)
})

test('an empty password is never sent', async (t) => {
  const ldap = await start(t)
  assert.equal(await open(t, ldap.url).authenticate('alice', ''), false)
  assert.deepEqual(ldap.requests, [])
})

test('a rejected reader, an unreachable server and a host without an address are unavailable', async (t) => {
  const ldap = await start(t)
  await assert.rejects(open(t, ldap.url, { password: 'wrong' }).listUsers([]), unavailable)
  // Not an empty directory, whose users would all be disabled.
  await assert.rejects(open(t, ldap.url, { user: `cn=unknown,${base}` }).listUsers([]), unavailable)
  const closed = await startLdapServer({})
  await closed.close()
  await assert.rejects(open(t, closed.url, { pool_retry_max: 0 }).listUsers([]), unavailable)
  const refused = makeLdapDriver(async () => {
    throw Object.assign(new Error('refused'), { code: 'ADDRESS_REFUSED' })
  }).open({ list_limit: null, ...ldapOptions(ldap.url) })
  await assert.rejects(refused.listUsers([]), unavailable)
})

test('a search that the server rejects disturbs no other', async (t) => {
  const ldap = await start(t)
  const directory = open(t, ldap.url)
  ldap.sizeLimit = 2
  await assert.rejects(directory.listUsers([]), (error) => unavailable(error) && /page_size/.test(`${error}`))
  assert.ok(await directory.findUser({ name: 'alice' }))
})

test('the second server is used when the first does not respond', async (t) => {
  const [closed, ldap] = [await startLdapServer({}), await start(t)]
  await closed.close()
  const directory = open(t, `${closed.url},${ldap.url}`)
  assert.ok(await directory.findUser({ name: 'alice' }))
})

test('STARTTLS and ldaps check the certificate, and send nothing before', async (t) => {
  const subject = [['CN', 'localhost']] as const
  const own = makeCertificate({ subject, issuer: subject })
  const folder = await mkdtemp(join(tmpdir(), 'muster-ldap-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'ca.pem')
  await writeFile(file, own.pem)
  for (const encryption of ['starttls', 'ldaps'] as const) {
    const ldap = await start(t, entries(), { tls: { key: own.key, cert: own.pem }, encryption })
    const at = (host: string, more: Readonly<Record<string, OptionValue>>) =>
      open(t, ldap.url.replace('127.0.0.1', host), { use_tls: encryption === 'starttls', ...more })
    const trusting = at('localhost', { tls_cacertfile: file })
    assert.ok(await trusting.findUser({ name: 'alice' }), encryption)
    assert.equal(await trusting.authenticate('alice', 'alice-password'), true)
    assert.equal(await trusting.authenticate('alice', 'wrong'), false)
    const before = ldap.requests.length
    for (const [host, more] of [
      ['localhost', {}],
      ['other.example', { tls_cacertfile: file }],
      ['localhost', { tls_cacertfile: join(folder, 'missing.pem') }],
      ['localhost', { tls_cacertfile: '/dev/zero' }],
    ] as const)
      await assert.rejects(at(host, more).findUser({ name: 'alice' }), unavailable, `${encryption} ${host}`)
    assert.equal(ldap.requests.length, before)
    assert.ok(await at('localhost', { tls_req_cert: 'never' }).findUser({ name: 'alice' }))
  }
})

test('a server that never completes STARTTLS is unavailable within the time-out', {
  timeout: 10_000,
}, async (t) => {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    // The extended response to message 2 with the result success.
    const accepted = [0x30, 12, 0x02, 1, 2, 0x78, 7, 0x0a, 1, 0, 0x04, 0, 0x04, 0]
    socket.once('data', () => socket.write(Buffer.from(accepted)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const more = { use_tls: true, tls_req_cert: 'never', pool_connection_timeout: 1, pool_retry_max: 0 }
  await assert.rejects(open(t, `ldap://127.0.0.1:${port}`, more).findUser({ name: 'alice' }), unavailable)
})

test('T77: a server that sends rubbish or without end is unavailable and keeps no memory', async (t) => {
  const header = Buffer.from([0x30, 0x84, 0x7f, 0xff, 0xff, 0xff])
  for (const first of [header, Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), Buffer.alloc(100, 0xff)]) {
    const sockets = new Set<Socket>()
    const server = createServer((socket) => {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.once('data', () => {
        socket.write(first)
        const more = () => {
          while (!socket.destroyed && socket.write(Buffer.alloc(1024 * 1024)));
        }
        if (first === header) {
          socket.on('drain', more)
          more()
        }
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const directory = open(t, `ldap://127.0.0.1:${port}`, { pool_connection_timeout: 1, pool_retry_max: 0 })
    await assert.rejects(directory.listUsers([]), unavailable)
    for (const socket of sockets) socket.destroy()
    server.close()
  }
})
