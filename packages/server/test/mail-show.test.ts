import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { muster, type Serving, serve } from './process.ts'

describe('muster mail show', () => {
  let folder: string
  let settings: Record<string, string>
  let serving: Serving
  let session: string
  const post = async (path: string, body: object) => {
    const answer = await fetch(`${serving.url}/api/v1${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(session === '' ? {} : { authorization: `Bearer ${session}` }),
      },
      body: JSON.stringify(body),
    })
    assert.equal(answer.status, 201)
    // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects and fails where it is not
    return (await answer.json()) as any
  }
  /** Runs the command until it shows an email: the server writes email after it has responded. */
  const shown = async (...args: string[]) => {
    for (let attempt = 0; attempt < 50; attempt++) {
      const { code, out } = await muster(['mail', 'show', ...args], settings)
      if (code === 0) return out
    }
    throw new Error('no mail was written')
  }
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'muster-mail-show-'))
    settings = { MUSTER_DATA_DIR: folder, MUSTER_BOOTSTRAP_PASSWORD: 'a password for this test' }
    serving = await serve(settings)
    session = ''
    session = (await post('/sessions', { username: 'admin', password: 'a password for this test' })).secret
  })
  after(async () => {
    await serving.stop('SIGTERM')
    await rm(folder, { recursive: true, force: true })
  })

  test('N9: the start banner has a block for OpenStack clients, curl, the browser and mail, and each URL responds', async () => {
    const banner = serving.said.out
    const titles = [...banner.matchAll(/^(\w.+):\n\n(?= {4}\S)/gm)].map(([, title = '']) => title)
    assert.deepEqual(titles.slice(-4), [
      'OpenStack clients',
      'Native API, with curl',
      'Browser',
      `Mail, written to ${join(folder, 'outbox')} while no mail server is configured`,
    ])
    assert.match(banner, /\n {4}npm run muster -- mail show\n\nStop with Ctrl\+C\.\n$/)
    const [, url = '', body = ''] = /curl (\S+\/sessions) -H '.+' \\\n +-d '(.+)'/.exec(banner) ?? []
    const headers = { 'content-type': 'application/json' }
    const signedIn = await fetch(url, {
      method: 'POST',
      headers,
      body: body.replace('…', 'a password for this test'),
    })
    assert.equal(signedIn.status, 201)
    const { secret } = (await signedIn.json()) as { secret: string }
    for (const [, address = ''] of banner.matchAll(/(http:\S+)/g)) {
      const { status } = await fetch(address, { headers: { authorization: `Bearer ${secret}` } })
      assert.ok(status < 400, `${address}: ${status}`)
    }
  })

  test('N9: reports the location of the mail folder while it is empty', async () => {
    const { code, err } = await muster(['mail', 'show'], settings)
    assert.equal(code, 1)
    assert.match(err, /There is no mail in .*outbox yet/)
  })

  test('N9: prints the latest email, or the latest to an address, with its link', async () => {
    await post('/invitations', { email: 'grace@example.org' })
    assert.match(await shown('--to', 'Grace@example.org'), /http:\/\/127\.0\.0\.1:\d+\/account\/\S+/)
    await post('/invitations', { email: 'ada@example.org' })
    const ada = await shown('--to', 'ada@example.org')
    assert.match(ada, /^To: ada@example\.org\nSubject: .+\nDate: .+\n/)
    assert.equal(await shown(), ada)
    assert.match(await shown('--to', 'grace@example.org'), /^To: grace@example\.org\n/)
    const list = (await shown('--list')).trim().split('\n')
    assert.equal(list.length, 2)
    assert.match(list[0] ?? '', /ada@example\.org/)
  })

  test('N9: reports an address without email', async () => {
    const { code, err } = await muster(['mail', 'show', '--to', 'eve@example.org'], settings)
    assert.equal(code, 1)
    assert.match(err, /There is no mail for eve@example\.org/)
  })
})
