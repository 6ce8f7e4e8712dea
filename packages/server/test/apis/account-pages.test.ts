import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { onEachDatabase } from '../databases.ts'
import { secretIn } from '../links.ts'
import { type Native, nativeClient } from '../native.ts'
import { type Called, startTestServer, type TestServer } from '../test-server.ts'

const phrase = 'a phrase of her own'

onEachDatabase('the pages at /account', (makePlace) => {
  let s: TestServer
  let n: Native
  let count = 0
  before(async () => {
    s = await startTestServer(await makePlace())
    n = await nativeClient(s)
  })
  after(() => s.close())

  const get = (path: string, headers: Record<string, string> = {}) =>
    s.call('GET', `/account${path}`, { headers })
  const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    s.call('POST', `/account${path}`, {
      body: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    })
  const twice = (password = phrase) => ({ password, password_again: password })
  const invite = async (more: object = {}) => {
    const email = `invited-${++count}@example.com`
    const made = await n.call('POST', '/invitations', { secret: n.admin, body: { email, ...more } })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    return { email, id: made.body.user.id as string, token: secretIn((await s.sentEmails()).at(-1)) }
  }
  const recoverable = async () => {
    const email = `known-${++count}@example.com`
    const user = await n.newUser({ email })
    await post('/recovery', { login: email })
    return { ...user, email, token: secretIn((await s.sentEmails()).at(-1)) }
  }
  const isPage = ({ headers, body }: Called, about = '') => {
    assert.equal(headers['content-type'], 'text/html; charset=utf-8', about)
    assert.match(body, /^<!doctype html>\n<html lang="en" dir="ltr">/, about)
    assert.match(body, /<\/html>\n$/, about)
    assert.equal(headers['cache-control'], 'no-store', about)
    assert.equal(headers['referrer-policy'], 'no-referrer', about)
    assert.equal(headers['x-content-type-options'], 'nosniff', about)
    assert.equal(headers['x-frame-options'], 'DENY', about)
    assert.match(String(headers['content-security-policy']), /^default-src 'none';/, about)
    assert.doesNotMatch(String(headers['content-security-policy']), /unsafe|script-src/, about)
    assert.equal(headers['set-cookie'], undefined, about)
    assert.equal(headers['location'], undefined, about)
    assert.doesNotMatch(body, /<script|<style|="javascript:/i, about)
    const unquoted = body.replaceAll(/"[^"]*"/g, '""')
    assert.doesNotMatch(unquoted, /<[^>]*\s(?:on[a-z]+|style)\s*=/i, about)
  }
  const rows = async () => {
    const { q } = s.muster.store.db
    const tables = [
      'events',
      'invitations',
      'messages',
      'recovery_links',
      'recovery_requests',
      'sessions',
    ] as const
    const counts = tables.map(async (table) => {
      const { all } = await q
        .selectFrom(table)
        .select(({ fn }) => fn.countAll<number>().as('all'))
        .executeTakeFirstOrThrow()
      return [table, Number(all)] as const
    })
    return Object.fromEntries(await Promise.all(counts))
  }

  test('accepts an invitation with a form, and the user signs in', async () => {
    const { email, id, token } = await invite({ display_name: 'Ann' })
    const shown = await get(`/invitation?token=${token}`)
    assert.equal(shown.status, 200)
    isPage(shown)
    assert.match(shown.body, new RegExp(`value="${email}"`))
    assert.match(shown.body, /<h1>Welcome to <bdi>Default<\/bdi><\/h1>/)
    const done = await post('/invitation', { token, display_name: ' Ann Lee ', ...twice() })
    assert.equal(done.status, 200)
    isPage(done)
    assert.match(done.body, /Your account is ready/)
    const signedIn = await n.call('POST', '/sessions', { body: { email, password: phrase } })
    assert.equal(signedIn.status, 201)
    const me = await n.call('GET', `/users/${id}`, { secret: n.admin })
    assert.deepEqual([me.body.status, me.body.display_name], ['active', 'Ann Lee'])
    for (const again of [
      await get(`/invitation?token=${token}`),
      await post('/invitation', { token, ...twice() }),
    ]) {
      assert.equal(again.status, 404)
      isPage(again)
      assert.match(again.body, /cannot be used/)
    }
  })

  test('recovers a password: requests a link and chooses a new password with it', async () => {
    const { email, username, password, token } = await recoverable()
    isPage(await get('/recovery'))
    const shown = await get(`/recovery?token=${token}`)
    assert.equal(shown.status, 200)
    isPage(shown)
    assert.ok(shown.body.includes(email))
    const done = await post('/recovery', { token, ...twice() })
    assert.equal(done.status, 200)
    isPage(done)
    const old = await n.call('POST', '/sessions', { body: { username, password } })
    assert.equal(old.status, 401)
    await n.signIn(username, phrase)
    const again = await post('/recovery', { token, ...twice('another phrase') })
    assert.equal(again.status, 404)
    isPage(again)
  })

  test('a temporary or expired password is changed on its own page', async () => {
    const email = `temporary-${++count}@example.com`
    const body = { email, mode: 'temporary_password' }
    const made = await n.call('POST', '/invitations', { secret: n.admin, body })
    const value = made.body.temporary_password
    const form = (fields: Record<string, string>) => post('/password', { login: email, ...fields })
    const wrong = await form({ current_password: 'wrong', ...twice() })
    assert.equal(wrong.status, 400)
    isPage(wrong)
    assert.match(wrong.body, /id="current_password-wrong"/)
    const stranger = await post('/password', { login: 'nobody', current_password: 'wrong', ...twice() })
    assert.equal(stranger.body.replace('nobody', email), wrong.body, 'T72: the same for unknown users')
    assert.equal((await form({ current_password: value, ...twice() })).status, 200)
    assert.equal((await n.call('POST', '/sessions', { body: { email, password: phrase } })).status, 201)
  })

  test('errors appear at the field, which is marked and focused; passwords are not repeated', async () => {
    const { token } = await invite()
    const cases: readonly (readonly [Record<string, string>, string])[] = [
      [{ password: 'one', password_again: 'two' }, 'password_again'],
      [{ password: '', password_again: '' }, 'password'],
      [{}, 'password'],
      [twice('x'.repeat(5000)), 'password'],
      [{ ...twice('secret one'), display_name: 'x'.repeat(300) }, 'display_name'],
    ]
    for (const [fields, wrong] of cases) {
      const answer = await post('/invitation', { token, ...fields })
      assert.equal(answer.status, 400, JSON.stringify(fields))
      isPage(answer)
      const input = new RegExp(`<input id="${wrong}"[^>]*>`).exec(answer.body)?.[0] ?? ''
      assert.match(input, /aria-invalid="true"/)
      assert.match(input, new RegExp(`aria-describedby="${wrong}-wrong`))
      assert.match(input, / autofocus/)
      assert.equal(answer.body.match(/autofocus/g)?.length, 1)
      assert.match(answer.body, new RegExp(`id="${wrong}-wrong">[A-Z]`))
      assert.match(answer.body, /<title>Error: /)
      assert.match(answer.body, /role="alert"/)
      assert.doesNotMatch(answer.body, /type="password"[^>]* value=|secret one/)
      assert.match(answer.body, new RegExp(`name="token" value="${token}"`))
    }
    assert.equal(
      (await post('/invitation', { token, ...twice() })).status,
      200,
      'and the link is still valid',
    )
  })

  test('T81: viewing pages writes nothing and consumes no link, however often and with any method', async () => {
    const { token } = await invite()
    const recovery = await recoverable()
    const before = await rows()
    for (let time = 0; time < 5; time++)
      for (const path of [
        `/invitation?token=${token}`,
        '/invitation?token=mst_i_unknown',
        '/invitation',
        '/recovery',
        `/recovery?token=${recovery.token}`,
        '/password',
        '/style.css',
      ]) {
        await get(path)
        const head = await s.call('HEAD', `/account${path}`)
        assert.equal(head.body, undefined)
      }
    assert.deepEqual(await rows(), before)
    assert.equal((await post('/invitation', { token, ...twice() })).status, 200)
    assert.equal((await post('/recovery', { token: recovery.token, ...twice() })).status, 200)
  })

  test('T72: requesting a link returns the same page for known and unknown users, by name and by address', async () => {
    const user = await n.newUser({ email: `asked-${++count}@example.com` })
    const pages = []
    for (const login of [
      user.username,
      `asked-${count}@example.com`,
      'nobody',
      'nobody@example.com',
      "o'hara",
      '@',
    ])
      pages.push(await post('/recovery', { login }))
    for (const organization of ['Default', 'nowhere'])
      pages.push(await post('/recovery', { login: 'x', organization }))
    for (const { status, body, headers } of pages) {
      assert.equal(status, 200)
      assert.equal(body, pages[0]?.body)
      const names = ({ headers }: Called) => Object.keys(headers).sort()
      assert.deepEqual(names({ status, body, headers }), names(pages[0] as Called))
    }
  })

  test('N20: pages explain in plain words what is wrong and what to do', async () => {
    await s.sentEmails()
    const { token } = await invite()
    const wrong = await post('/invitation', { token, password: 'one phrase', password_again: 'another' })
    assert.match(wrong.body, /Please correct the field marked below\./)
    assert.match(wrong.body, /The two passwords are different\./)
    assert.match((await get('/nothing')).body, /Check that you opened the complete link from the email\./)
    assert.match((await post('/recovery', { login: 'ada' })).body, /<h1>Check your email<\/h1>/)
    const all = [
      wrong,
      await get('/nothing'),
      await get('/recovery'),
      await get('/recovery?token=x'),
      await get('/invitation'),
      await get('/password'),
      await post('/password', { login: '' }),
      await post('/recovery', { login: 'ada' }),
      await post('/invitation', { token, ...twice() }),
    ]
    for (const { body } of all)
      assert.doesNotMatch(
        body,
        /another look|once more|whoever|as the letter|is over|mailbox|holds until|told one/,
      )
  })

  test('N20: the organization is a field only with several enabled domains', async () => {
    const pages = ['/recovery', '/password'] as const
    const has = async (path: string) => /name="organization"/.test((await get(path)).body)
    for (const path of pages) assert.equal(await has(path), false, path)
    const domain = await n.newDomain()
    for (const path of pages) assert.equal(await has(path), true, path)
    const change = { domain: { enabled: false } }
    assert.equal(
      (await s.call('PATCH', `/v3/domains/${domain.id}`, { token: s.admin, body: change })).status,
      200,
    )
    for (const path of pages) assert.equal(await has(path), false, path)
    const typed = await post('/recovery', { login: '', organization: 'Acme' })
    assert.match(typed.body, /value="Acme"/, 'the input is shown again')
  })

  test('N19: an invitation accepts only a return URL of the allow list, and its page links there after success', async () => {
    const other = await startTestServer(
      await makePlace(),
      {},
      {
        account_return_urls: ['https://app.example.com/start'],
        account_return_url: 'https://app.example.com/start/server',
      },
    )
    try {
      const native = await nativeClient(other)
      const ask = (email: string, more: object) =>
        native.call('POST', '/invitations', { secret: native.admin, body: { email, ...more } })
      for (const return_url of [
        'https://evil.example/',
        '//evil.example',
        'https://app.example.com/starter',
      ]) {
        const rejected = await ask('a@example.com', { return_url })
        assert.deepEqual(
          [rejected.status, rejected.body.type.split('/').at(-1)],
          [400, 'return_url_not_allowed'],
        )
      }
      const cases = [
        ['a@example.com', { return_url: 'https://app.example.com/start/team?x=1' }],
        ['b@example.com', {}],
      ] as const
      for (const [email, more] of cases) {
        assert.equal((await ask(email, more)).status, 201)
        const token = secretIn((await other.sentEmails()).at(-1))
        const done = await other.call('POST', '/account/invitation', {
          body: new URLSearchParams({ token, ...twice() }).toString(),
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        })
        isPage(done)
        const expected = 'return_url' in more ? more.return_url : 'https://app.example.com/start/server'
        assert.ok(
          done.body.includes(`<a href="${expected}">Continue to <bdi>app.example.com</bdi></a>`),
          done.body,
        )
      }
    } finally {
      await other.close()
    }
  })

  test('T65: a forged host appears in no page and in no email', async () => {
    const user = await n.newUser({ email: `forged-${++count}@example.com` })
    const forged = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'gopher',
      forwarded: 'host=evil.example',
      'x-original-url': '//evil.example/',
    }
    for (const path of ['/recovery', '/invitation', '/nothing'])
      assert.doesNotMatch((await get(path, forged)).body, /evil/)
    const requested = await post('/recovery', { login: user.username }, forged)
    assert.doesNotMatch(requested.body, /evil/)
    await n.call('POST', '/invitations', {
      secret: n.admin,
      body: { email: `also-${count}@example.com` },
      headers: forged,
    })
    const own = [`forged-${count}@example.com`, `also-${count}@example.com`]
    const sentEmails = (await s.sentEmails()).filter(({ to }) => own.includes(to))
    assert.deepEqual(sentEmails.map(({ template }) => template).sort(), ['invitation', 'recovery'])
    for (const { text, html } of sentEmails) {
      assert.match(text, /http:\/\/muster\.test\/account\//)
      assert.doesNotMatch(text + html, /evil/)
    }
  })

  test('T66: no input adds an external link or redirect to a page', async () => {
    const places = [
      '//evil.example',
      'https://evil.example',
      '/\\evil.example',
      'javascript:alert(1)',
      '\tevil.example',
    ]
    const names = ['next', 'redirect', 'redirect_uri', 'return_to', 'url', 'continue', 'RelayState', 'token']
    const { token } = await invite()
    for (const place of places)
      for (const name of names)
        for (const path of ['/invitation', '/recovery', '/password', '/nothing']) {
          const answer = await get(`${path}?${new URLSearchParams({ [name]: place })}`)
          isPage(answer, `${path} ${name}=${place}`)
          assert.doesNotMatch(answer.body, /evil|alert/)
        }
    const answer = await s.call('POST', `/account/invitation?next=//evil.example`, {
      body: new URLSearchParams({ token, ...twice() }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    assert.equal(answer.status, 200)
    isPage(answer)
    for (const [address] of answer.body.matchAll(/(?:href|src|action)="[^"]*"/g))
      assert.match(address, /^(?:href|action)="(?:\/account\/|data:,|\?language=)/)
  })

  test('T69: user input is text in a page, never markup', async () => {
    const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)>'`
    const domain = await s.call('POST', '/v3/domains', {
      token: s.admin,
      body: { domain: { name: `Evil ${hostile}` } },
    })
    const { token } = await invite({ domain_id: domain.body.domain.id, username: `u${hostile}` })
    const pages = [
      await get(`/invitation?token=${token}`),
      await get(`/invitation?token=${encodeURIComponent(hostile)}`),
      await get(`/${encodeURIComponent(hostile)}`),
      await post('/invitation', { token, display_name: hostile, password: 'a', password_again: 'b' }),
      await post('/recovery', { login: `${hostile}\0` }),
      await post('/recovery', { login: ' ', organization: hostile }),
      await post('/password', { login: hostile, organization: hostile, current_password: 'x', ...twice() }),
      await post('/recovery', { [hostile]: hostile }),
      await post('/invitation', { token, ...twice() }),
    ]
    for (const answer of pages) isPage(answer)
    assert.match(pages[0]?.body ?? '', /Welcome to <bdi>Evil &quot;&gt;&lt;script&gt;/)
    assert.match(pages[3]?.body ?? '', /value="&quot;&gt;&lt;script&gt;/)
    assert.match(pages.at(-1)?.body, /&lt;img src=x onerror=alert\(1\)&gt;&#39;/)
  })

  test('T70: a link does not sign in, and an existing session is kept', async () => {
    const eve = await n.newUser()
    const secret = await n.signIn(eve.username, eve.password)
    const before = (await n.call('GET', '/me', { secret })).body.session.id
    const { token, id } = await invite()
    const cookie = `__Host-muster=${secret}`
    const shown = await get(`/invitation?token=${token}`, { cookie, authorization: `Bearer ${secret}` })
    isPage(shown)
    assert.doesNotMatch(shown.body, new RegExp(eve.username))
    const done = await post('/invitation', { token, ...twice() }, { cookie })
    assert.equal(done.status, 200)
    isPage(done)
    const me = (await n.call('GET', '/me', { secret })).body
    assert.deepEqual([me.user.id, me.session.id], [eve.id, before])
    const sessions = await n.call('GET', `/users/${id}/sessions`, { secret: n.admin })
    assert.deepEqual(sessions.body.sessions, [], 'it does not sign in')
    const own = await n.call('POST', '/sessions', {
      body: { email: `invited-${count}@example.com`, password: phrase },
    })
    assert.notEqual(own.body.session.id, before)
    assert.notEqual(own.body.secret, secret)
  })

  test('T56: a forged cookie or a missing token cannot set a password', async () => {
    const { token, id } = await invite()
    const cookies = { cookie: `token=${token}; __Host-muster=${token}; invitation=${token}` }
    for (const [fields, status] of [
      [{ ...twice() }, 404],
      [{ token: '', ...twice() }, 404],
      [{ token: 'mst_i_', ...twice() }, 404],
      [{ user_id: id, ...twice() }, 400],
    ] as const) {
      const answer = await post('/invitation', fields, cookies)
      assert.equal(answer.status, status)
      isPage(answer)
    }
    assert.equal((await n.call('GET', `/users/${id}`, { secret: n.admin })).body.status, 'invited')
  })

  test('T90: an empty or incomplete form skips no step', async () => {
    const { token, username, password } = await recoverable()
    const invitation = await invite()
    for (const path of ['/invitation', '/recovery', '/password']) {
      for (const body of ['', '&&&', '=', '%zz', 'token', 'token=a&token=b', '{"token":"x"}', 'a%00b=c']) {
        const answer = await s.call('POST', `/account${path}`, {
          body,
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        })
        assert.ok([400, 404].includes(answer.status), `${path} ${body} ${answer.status}`)
        isPage(answer, body)
      }
      for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x', '']) {
        const answer = await s.call('POST', `/account${path}`, {
          body: JSON.stringify({ token, ...twice() }),
          headers: { 'content-type': type },
        })
        assert.equal(answer.status, 400, type)
        isPage(answer, type)
      }
    }
    assert.equal((await post('/recovery', { token: invitation.token, ...twice() })).status, 404)
    assert.equal((await post('/invitation', { token, ...twice() })).status, 404)
    assert.equal((await post('/recovery', { token, login: username })).status, 400)
    await n.signIn(username, password)
    assert.equal((await post('/recovery', { token, ...twice() })).status, 200)
  })

  test('every error below /account is a page', async () => {
    const faults: readonly (readonly [Promise<Called>, number])[] = [
      [get('/nothing'), 404],
      [get('/invitation/more'), 404],
      [get('/%zz'), 400],
      [get('/invitation?token=%00'), 400],
      [s.call('PUT', '/account/invitation', { body: 'x' }), 405],
      [s.call('DELETE', '/account/recovery'), 405],
      [s.call('POST', '/account/style.css'), 405],
      [post('/invitation', { password: 'x'.repeat(70_000) }), 413],
    ]
    for (const [requested, status] of faults) {
      const answer = await requested
      assert.equal(answer.status, status, JSON.stringify(answer.body).slice(0, 200))
      isPage(answer)
      if (status === 405) assert.match(String(answer.headers['allow']), /GET/)
    }
    const style = await get('/style.css')
    assert.equal(style.headers['content-type'], 'text/css; charset=utf-8')
    assert.match(String(style.headers['cache-control']), /max-age/)
  })

  test('an internal error is a page without details', async () => {
    const { token } = await invite()
    const { q } = s.muster.store.db
    await q.schema.alterTable('invitations').renameTo('invitations_gone').execute()
    try {
      const answer = await get(`/invitation?token=${token}`)
      assert.equal(answer.status, 500)
      isPage(answer)
      assert.doesNotMatch(answer.body, /invitations|table|sql/i)
    } finally {
      await q.schema.alterTable('invitations_gone').renameTo('invitations').execute()
    }
  })
})
