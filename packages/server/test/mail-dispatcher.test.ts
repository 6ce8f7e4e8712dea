import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, type TestContext, test } from 'node:test'
import { type Muster, type MusterOptions, openMuster } from '../src/composition/server.ts'
import { loadConfig } from '../src/config/load-config.ts'
import { makeLogger } from '../src/config/logger.ts'
import { leaseTime } from '../src/core/messaging/mail/claim-messages.ts'
import type { Email, MailTransport } from '../src/core/messaging/mail/mail-transport.ts'
import { maxAttempts } from '../src/core/messaging/retry/backoff.ts'
import { makeSmtpTransport } from '../src/mail/smtp-transport.ts'
import { onEachDatabase, type Place } from './databases.ts'
import { askForMail, dispatcherOf, mailTo, newestMessage, secret } from './mailing-fixtures.ts'
import { memoryMailTransport } from './sent-emails.ts'
import { parseEmail, type Smtp, startSmtp } from './smtp.ts'
import { createTestCore, type TestCore } from './test-core.ts'

const minute = 60_000
const operator = { kind: 'operator' } as const
const source = { api: 'test', requestId: 'req-test' }

onEachDatabase('the mail dispatcher', (makePlace) => {
  let testCore: TestCore
  let smtp: Smtp
  let ends: (() => unknown)[] = []
  beforeEach(async () => {
    testCore = await createTestCore(await makePlace())
    smtp = await startSmtp()
  })
  afterEach(async () => {
    for (const end of ends.reverse()) await end()
    ends = []
    await smtp.stop()
    await testCore.close()
  })

  const ask = async (to = 'ann@example.com') => {
    await testCore.run(askForMail, { mail: mailTo(to) })
    return newestMessage(testCore)
  }
  const bySmtp = (port = smtp.port) => {
    const post = makeSmtpTransport(
      { host: '127.0.0.1', port, tls: 'none', login: undefined, authorities: undefined },
      { name: 'Muster', address: 'muster@mail.example' },
    )
    ends.push(() => post.close())
    return dispatcherOf(testCore, post)
  }
  const state = async () => {
    const { state: now, attempts, lastError } = await newestMessage(testCore)
    return [now, attempts, lastError]
  }

  test('delivers a queued email to the mail server, once', async () => {
    for (let n = 0; n < 20; n++) await ask(`user-${n}@example.com`)
    const dispatcher = bySmtp()
    await Promise.all([dispatcher.round(), dispatcher.round()])
    await dispatcher.round()
    assert.deepEqual(
      smtp.received.map(({ to }) => to[0]).sort(),
      Array.from({ length: 20 }, (_, n) => `user-${n}@example.com`).sort(),
    )
    assert.deepEqual(await state(), ['sent', 1, null])
  })

  test('two nodes deliver every email once', async () => {
    for (let n = 0; n < 40; n++) await ask(`user-${n}@example.com`)
    const dispatchers = [bySmtp(), bySmtp()]
    await Promise.all(dispatchers.map((dispatcher) => dispatcher.round()))
    assert.equal(new Set(smtp.received.map(({ to }) => to[0])).size, 40)
    assert.equal(smtp.received.length, 40)
  })

  test('retries after a 4xx with growing delays', async () => {
    await ask()
    const dispatcher = bySmtp()
    smtp.reject({ to: 'rcpt', code: 450, says: 'mailbox busy' }, { to: 'data', code: 451, says: 'try later' })
    await dispatcher.round()
    assert.deepEqual((await state()).slice(0, 2), ['queued', 1])
    assert.match(String((await state())[2]), /mailbox busy/)
    testCore.advanceTime(minute - 1)
    await dispatcher.round()
    assert.deepEqual((await state()).slice(0, 2), ['queued', 1])
    testCore.advanceTime(1)
    await dispatcher.round()
    assert.deepEqual((await state()).slice(0, 2), ['queued', 2])
    testCore.advanceTime(3 * minute)
    await dispatcher.round()
    assert.deepEqual(await state(), ['sent', 3, null])
    assert.equal(smtp.received.length, 1)
    assert.deepEqual(
      dispatcher.failures.map((failure) => failure.slice(0, 6)),
      ['later:', 'later:'],
    )
  })

  test('gives up at once after a 5xx, and records the reason', async () => {
    await ask()
    const dispatcher = bySmtp()
    smtp.reject({ to: 'rcpt', code: 550, says: 'no such mailbox' })
    await dispatcher.round()
    assert.equal((await state())[0], 'dead')
    assert.match(String((await state())[2]), /550 no such mailbox/)
    assert.match(dispatcher.failures[0] ?? '', /^given up: .*no such mailbox/)
    testCore.advanceTime(365 * 24 * 60 * minute)
    await dispatcher.round()
    assert.deepEqual(smtp.received, [])
  })

  test('retries while the mail server is down, and gives up after a day', async () => {
    const { id, createdAt } = await ask()
    await smtp.stop()
    const dispatcher = bySmtp()
    await dispatcher.round()
    smtp = await startSmtp({ port: smtp.port })
    testCore.advanceTime(minute)
    await dispatcher.round()
    assert.deepEqual(await state(), ['sent', 2, null])

    await ask('bob@example.com')
    await smtp.stop()
    for (let n = 0; n < maxAttempts; n++) {
      const { nextAttemptAt } = await newestMessage(testCore)
      testCore.advanceTime((nextAttemptAt ?? 0) - testCore.now())
      await dispatcher.round()
    }
    assert.deepEqual((await state()).slice(0, 2), ['dead', maxAttempts])
    const hours = (testCore.now() - createdAt) / 3_600_000
    assert.ok(hours > 12 && hours < 36, `${hours}`)
    assert.equal((await testCore.store.reading.messages.get(id))?.state, 'sent')
  })

  test('a mail server that repeats the email leaks neither its links nor its address into the event log or the log', async () => {
    await ask()
    const dispatcher = bySmtp()
    const says = `blocked for <ann@example.com>: http://x/account?token=${secret}`
    smtp.reject({ to: 'data', code: 554, says })
    await dispatcher.round()
    const reported = JSON.stringify([
      await state(),
      dispatcher.failures,
      await testCore.store.reading.events.list(0, 50),
    ])
    assert.match(reported, /blocked for <…>: http:\/\/x\/account\?token=…/)
    assert.ok(!reported.includes(secret))
    assert.ok(!reported.includes('ann@example.com'))
  })

  test('an email in delivery when the process ends is sent again, and no other is', async () => {
    await ask('ann@example.com')
    const post = memoryMailTransport()
    const cut: MailTransport = {
      async send(email) {
        await post.send(email)
        // Simulates a kill: nothing after this is executed.
        await new Promise(() => {})
      },
    }
    void dispatcherOf(testCore, cut).round()
    while (post.sentEmails.length === 0) await new Promise(setImmediate)
    await ask('bob@example.com')
    const next = dispatcherOf(testCore, post)
    await next.round()
    assert.deepEqual(
      post.sentEmails.map(({ to }) => to),
      ['ann@example.com', 'bob@example.com'],
    )
    testCore.advanceTime(leaseTime)
    await next.round()
    assert.deepEqual(
      post.sentEmails.map(({ to }) => to),
      ['ann@example.com', 'bob@example.com', 'ann@example.com'],
    )
    assert.equal(post.sentEmails[0]?.id, post.sentEmails[2]?.id, 'readers can detect that it is a copy')
  })

  test('an email whose every attempt ends the process is abandoned', async () => {
    await ask()
    const hanging = { send: () => new Promise<void>(() => {}) }
    for (let n = 1; n <= maxAttempts; n++) {
      void dispatcherOf(testCore, hanging).round()
      while ((await newestMessage(testCore)).attempts < n) await new Promise(setImmediate)
      testCore.advanceTime(leaseTime)
    }
    const post = memoryMailTransport()
    await dispatcherOf(testCore, post).round()
    assert.deepEqual(post.sentEmails, [])
    assert.equal((await state())[0], 'dead')
  })

  test('stopping waits for the email in delivery, and starts no other', async () => {
    for (let n = 0; n < 20; n++) await ask(`user-${n}@example.com`)
    const post = memoryMailTransport()
    const { promise: may, resolve: go } = Promise.withResolvers<void>()
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
    const slow: MailTransport = {
      async send(email) {
        begin()
        await may
        await post.send(email)
      },
    }
    const dispatcher = dispatcherOf(testCore, slow)
    const round = dispatcher.round()
    await begun
    let stopped = false
    const stopping = dispatcher.stop().then(() => {
      stopped = true
    })
    await new Promise(setImmediate)
    assert.equal(stopped, false)
    go()
    await Promise.all([round, stopping])
    const { rows } = await testCore.store.reading.messages.list({ state: 'sent', limit: 50 })
    assert.equal(rows.length, post.sentEmails.length)
    assert.ok(rows.length < 20)
    await dispatcherOf(testCore, post).round()
    assert.equal(new Set(post.sentEmails.map(({ to }) => to)).size, 20)
    assert.equal(post.sentEmails.length, 20, 'nothing is lost or sent twice')
  })
})

onEachDatabase('mail of a complete server', (makePlace) => {
  let place: Place
  let data: string
  beforeEach(async () => {
    place = await makePlace()
    data = await mkdtemp(join(tmpdir(), 'muster-mail-'))
  })
  afterEach(async () => {
    await place.remove()
    await rm(data, { recursive: true, force: true })
  })

  const open = (options: MusterOptions = {}, more: Readonly<Record<string, string>> = {}) =>
    openMuster(
      loadConfig({
        MUSTER_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
        MUSTER_PUBLIC_URL: 'https://id.example',
        MUSTER_DATA_DIR: data,
        ...place.environment,
        ...more,
      }),
      { synchronous: 'off', ...options },
    )
  const ask = ({ core }: Muster, to: string) =>
    core.run(askForMail, { mail: mailTo(to, { domainId: null }) }, operator, source)
  /** The dispatcher, which polls every 5 seconds, runs only when it is notified. */
  const withoutPolling = (mock: TestContext['mock']) => {
    const { setInterval } = globalThis
    mock.method(globalThis, 'setInterval', (work: () => void, ms: number) =>
      setInterval(ms === 5000 ? () => {} : work, ms),
    )
  }
  const expecting = (count: number) => {
    const sentEmails: Email[] = []
    const { promise: all, resolve } = Promise.withResolvers<void>()
    const mailTransport: MailTransport = {
      async send(email) {
        sentEmails.push(email)
        if (sentEmails.length === count) resolve()
      },
    }
    return { sentEmails, mailTransport, all }
  }

  test('an email is sent as soon as its command has committed', { timeout: 30_000 }, async ({ mock }) => {
    withoutPolling(mock)
    const { sentEmails, mailTransport, all } = expecting(2)
    const muster = await open({ mailTransport })
    muster.reachedAt('http://127.0.0.1:1')
    await ask(muster, 'ann@example.com')
    await ask(muster, 'bob@example.com')
    await all
    await muster.close()
    assert.deepEqual(sentEmails.map(({ to }) => to).sort(), ['ann@example.com', 'bob@example.com'])
  })

  test('email queued by another process is sent too, and once with any number of servers', {
    timeout: 10_000,
  }, async ({ mock }) => {
    withoutPolling(mock)
    const { sentEmails, mailTransport, all } = expecting(2)
    const nodes = [await open({ mailTransport }), await open({ mailTransport })]
    for (const node of nodes) node.reachedAt('http://127.0.0.1:1')
    const command = await open({ mailTransport: { send: () => assert.fail('a command sends nothing') } })
    await ask(command, 'ann@example.com')
    await ask(command, 'bob@example.com')
    await command.close()
    await all
    for (const node of nodes) await node.mailDispatcher.round()
    for (const node of nodes) await node.close()
    assert.deepEqual(sentEmails.map(({ to }) => to).sort(), ['ann@example.com', 'bob@example.com'])
  })

  test('email pending at shutdown is sent once after a restart', async () => {
    const before = await open({ mailTransport: { send: () => assert.fail('too early') } })
    await ask(before, 'ann@example.com')
    await before.close()
    const { sentEmails, mailTransport, all } = expecting(1)
    const after = await open({ mailTransport })
    after.reachedAt('http://127.0.0.1:1')
    await all
    await after.mailDispatcher.round()
    await after.close()
    assert.deepEqual(
      sentEmails.map(({ to }) => to),
      ['ann@example.com'],
    )
    const again = expecting(1)
    const later = await open({ mailTransport: again.mailTransport })
    await later.mailDispatcher.round()
    await later.close()
    assert.deepEqual(again.sentEmails, [])
  })

  test('T78: without a mail server emails are files, and the log names the files and no content', async () => {
    const lines: string[] = []
    const logger = makeLogger('trace', { write: (line) => void lines.push(line) })
    const muster = await open({ logger })
    muster.reachedAt('http://127.0.0.1:1')
    const evil = 'Ann\r\n{"level":60,"msg":"forged"}\u001b[31m'
    const mail = mailTo('ann@example.com', { domainId: null, parameters: { token: secret, name: evil } })
    await muster.core.run(askForMail, { mail }, operator, source)
    await muster.mailDispatcher.round()
    await muster.close()

    const folder = join(
      muster.store.dialect === 'sqlite' ? (place.environment['MUSTER_DATA_DIR'] ?? '') : data,
      'outbox',
    )
    const [name = '', ...more] = await readdir(folder)
    assert.deepEqual(more, [])
    assert.match(name, /^[\dTZ-]+-[\da-f]{32}\.eml$/)
    assert.equal((await stat(join(folder, name))).mode & 0o777, 0o600)
    assert.equal((await stat(folder)).mode & 0o777, 0o700)
    const email = parseEmail(await readFile(join(folder, name), 'utf8'))
    assert.equal(email.headers.get('to'), 'ann@example.com')
    assert.equal(email.headers.get('from'), 'Muster <muster@localhost>')
    assert.ok(email.text.includes(`https://id.example/account/invitation?token=${secret}`))

    const logged = lines.map((line) => JSON.parse(line))
    assert.deepEqual(
      logged
        .filter(({ msg }) => /no mail server configured/.test(msg))
        .map(({ folder: reported }) => reported),
      [folder],
    )
    assert.deepEqual(
      logged.filter(({ msg }) => /written to the mail folder/.test(msg)).map(({ file }) => file),
      [join(folder, name)],
    )
    assert.ok(!lines.join('').includes(secret))
    assert.ok(!lines.join('').includes('forged'))
    assert.ok(!lines.join('').includes('ann@example.com'))
  })

  test('with a mail server configured emails go there', async () => {
    const login = { user: 'muster', password: 'let me in' }
    const smtp = await startSmtp({ login })
    const muster = await open(
      {},
      {
        MUSTER_SMTP_URL: `smtp://muster:let%20me%20in@127.0.0.1:${smtp.port}`,
        MUSTER_SMTP_TLS: 'none',
        MUSTER_MAIL_FROM: 'House <house@mail.example>',
      },
    )
    await ask(muster, 'ann@example.com')
    await muster.mailDispatcher.round()
    await muster.close()
    await smtp.stop()
    assert.deepEqual(
      smtp.received.map(({ from, to, user }) => [from, to, user]),
      [['house@mail.example', ['ann@example.com'], 'muster']],
    )
  })
})
