import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { directionOf, type Language, languages } from '@muster/messages/languages.ts'
import { pagesIn } from '@muster/messages/pages.ts'
import { languages as languagesOfUsers } from '../../src/core/kernel/language.ts'
import { onEachDatabase } from '../databases.ts'
import { secretIn } from '../links.ts'
import { type Native, nativeClient } from '../native.ts'
import { type Called, startTestServer, type TestServer } from '../test-server.ts'

const phrase = 'a phrase of her own'
const codes = Object.keys(languages) as Language[]

type Tree = { readonly [key: string]: unknown }
const textsOf = (tree: Tree): readonly string[] =>
  Object.values(tree).flatMap((value) =>
    typeof value === 'string' ? [value] : typeof value === 'object' ? textsOf(value as Tree) : [],
  )
const english = textsOf(pagesIn.en)
const textOf = (body: string) => body.replaceAll(/<[^>]*>/g, ' ').replaceAll('&#39;', "'")

test('there are texts in every language that a user can have', () =>
  assert.deepEqual(codes, languagesOfUsers))

onEachDatabase('the languages of the pages at /account', (makePlace) => {
  let s: TestServer
  let n: Native
  let count = 0
  before(async () => {
    s = await startTestServer(await makePlace(), {}, { default_language: 'es' })
    n = await nativeClient(s)
  })
  after(() => s.close())

  const get = (path: string, accept?: string) =>
    s.call('GET', `/account${path}`, {
      headers: accept === undefined ? {} : { 'accept-language': accept },
    })
  const post = (path: string, fields: Record<string, string>, accept?: string) =>
    s.call('POST', `/account${path}`, {
      body: new URLSearchParams(fields).toString(),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        ...(accept === undefined ? {} : { 'accept-language': accept }),
      },
    })
  const invite = async (more: object = {}) => {
    const email = `invited-${++count}@example.com`
    const made = await n.call('POST', '/invitations', { secret: n.admin, body: { email, ...more } })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    const sent = (await s.sentEmails()).at(-1)
    return { email, id: made.body.user.id as string, sent, token: secretIn(sent) }
  }
  const isIn = (language: Language, { headers, body }: Called, about: string) => {
    assert.match(
      body,
      new RegExp(`^<!doctype html>\n<html lang="${language}" dir="${directionOf(language)}">`),
      about,
    )
    assert.equal(headers['content-language'], language, about)
    assert.match(String(headers['vary']), /Accept-Language/, about)
    assert.equal(headers['set-cookie'], undefined, about)
    const text = textOf(body)
    if (language === 'en') return
    for (const one of english) assert.ok(!text.includes(one), `${about}: ${one}`)
  }
  const offers = (language: Language, { body }: Called) =>
    assert.deepEqual(
      [...body.matchAll(/<a lang="(\w\w)" dir="\w+" hreflang="(\w\w)" href="\?language=(\w\w)/g)].map(
        ([, ...three]) => three.join(),
      ),
      codes.filter((code) => code !== language).map((code) => [code, code, code].join()),
    )

  for (const language of codes)
    test(`N18: every page in ${languages[language]}, without English, with links to the other languages`, async () => {
      const query = `language=${language}`
      const { token } = await invite()
      const twice = { password: phrase, password_again: phrase }
      const shown: readonly (readonly [string, number, Called])[] = [
        ['home', 200, await get(`/?${query}`)],
        ['invitation', 200, await get(`/invitation?${query}&token=${token}`)],
        ['no invitation', 404, await get(`/invitation?${query}&token=x`)],
        [
          'two passwords',
          400,
          await post(`/invitation?${query}`, { token, password: 'a', password_again: 'b' }),
        ],
        [
          'a short password',
          400,
          await post(`/invitation?${query}`, { token, password: 'x', password_again: 'x' }),
        ],
        [
          'a long name',
          400,
          await post(`/invitation?${query}`, { token, display_name: 'x'.repeat(300), ...twice }),
        ],
        ['request', 200, await get(`/recovery?${query}`)],
        ['no login', 400, await post(`/recovery?${query}`, { login: '' })],
        ['a long login', 400, await post(`/recovery?${query}`, { login: 'x'.repeat(400) })],
        ['no link', 404, await get(`/recovery?${query}&token=x`)],
        ['password', 200, await get(`/password?${query}`)],
        [
          'a wrong password',
          400,
          await post(`/password?${query}`, { login: 'ada', current_password: 'wrong', ...twice }),
        ],
        ['no page', 404, await get(`/nothing?${query}`)],
        ['a wrong method', 405, await s.call('DELETE', `/account/password?${query}`)],
        ['an unknown field', 400, await post(`/password?${query}`, { unknown: 'x' })],
        ['a large form', 413, await post(`/password?${query}`, { login: 'x'.repeat(20_000) })],
      ]
      for (const [name, status, answer] of shown) {
        const about = `${language} ${name}`
        assert.equal(answer.status, status, about)
        isIn(language, answer, about)
        offers(language, answer)
        for (const [, action] of answer.body.matchAll(/action="([^"]*)"/g))
          assert.match(String(action), new RegExp(`\\?${query}$`), about)
      }
      const results = [
        await post(`/recovery?${query}`, { login: 'ada' }),
        await post(`/invitation?${query}`, { token, ...twice }),
      ]
      for (const answer of results) {
        assert.equal(answer.status, 200)
        isIn(language, answer, language)
        assert.doesNotMatch(answer.body, /hreflang/)
      }
    })

  test('the language of the URL comes before that of the browser, and any other value is ignored', async () => {
    isIn('ja', await get('/recovery?language=ja', 'de'), 'the URL')
    isIn('ja', await get('/recovery?language=ja&language=hi', 'de'), 'the first of two')
    for (const other of ['fr', 'DE', 'de-AT', '', '../', '__proto__', '"><script>', 'x'.repeat(5000)]) {
      const answer = await get(`/recovery?${new URLSearchParams({ language: other })}`, 'hi')
      isIn('hi', answer, other)
      assert.match(answer.body, /action="\/account\/recovery"/, other)
    }
  })

  test('the browser chooses by weight; without a known language the default of the server is used', async () => {
    const cases: readonly (readonly [string | undefined, Language])[] = [
      [undefined, 'es'],
      ['', 'es'],
      ['de', 'de'],
      ['de-AT', 'de'],
      ['DE-at', 'de'],
      ['fr-CA, ja;q=0.4, hi;q=0.7', 'hi'],
      ['en;q=0, fa;q=0.1', 'fa'],
      ['fr, zh', 'es'],
      ['*', 'es'],
      ['*, de;q=0.5', 'es'],
      ['de;q=0.5, *;q=0.1', 'de'],
      ['de;q=high, ja;q=0.1', 'ja'],
      ['<script>alert(1)</script>', 'es'],
      [`de, ${'x'.repeat(10_000)}`, 'es'],
      ['de,'.repeat(3334), 'es'],
    ]
    for (const [accept, language] of cases)
      isIn(language, await get('/recovery', accept), String(accept).slice(0, 60))
    const front = await s.call('GET', '/?language=fa', { headers: { accept: 'text/html' } })
    isIn('fa', front, 'the page at /')
    assert.match(front.body, /href="\/account\/recovery\?language=fa"/)
  })

  test('a recovery requested on a page is answered in the language of the user, else of the page', async () => {
    const cases = [
      [null, '?language=fa', 'fa'],
      ['ja', '?language=fa', 'ja'],
      [null, '', 'es'],
    ] as const
    for (const [own, query, language] of cases) {
      const email = `known-${++count}@example.com`
      await n.newUser({ email, language: own })
      assert.equal((await post(`/recovery${query}`, { login: email })).status, 200)
      const sent = (await s.sentEmails()).find(({ to }) => to === email)
      assert.match(sent?.html ?? '', new RegExp(`<html lang="${language}"`))
      const [link = ''] = /\/account\/recovery\?\S+/.exec(sent?.text ?? '') ?? []
      const linked = new URLSearchParams(link.slice(link.indexOf('?'))).get('language')
      assert.equal(linked, own ?? (query === '' ? null : language), 'no preference: the browser decides')
      const page = await s.call('GET', link, { headers: { 'accept-language': 'hi' } })
      isIn(linked === null ? 'hi' : language, page, `${own} ${query}`)
    }
  })

  test('accepting an invitation stores the language of the page for a user without one', async () => {
    const languageOf = async (id: string) =>
      (await n.call('GET', `/users/${id}`, { secret: n.admin })).body.language
    const accept = (token: string, accepted?: string) =>
      post('/invitation', { token, password: phrase, password_again: phrase }, accepted)
    const german = await invite()
    await accept(german.token, 'de-CH, en;q=0.5')
    assert.equal(await languageOf(german.id), 'de')
    const unknown = await invite()
    await accept(unknown.token, 'fr')
    assert.equal(await languageOf(unknown.id), null)
    const own = await invite({ language: 'hi' })
    assert.match(own.sent?.text ?? '', /\/account\/invitation\?language=hi&token=/)
    await accept(own.token, 'de')
    assert.equal(await languageOf(own.id), 'hi')
  })

  test('hostile names are isolated text in every language', async () => {
    const name = `Evil\u202E "><script>alert(1)</script>`
    const domain = await s.call('POST', '/v3/domains', { token: s.admin, body: { domain: { name } } })
    const { token } = await invite({ domain_id: domain.body.domain.id })
    for (const language of codes) {
      const page = await get(`/invitation?language=${language}&token=${token}`)
      assert.ok(
        page.body.includes('<bdi>Evil &quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;</bdi>'),
        language,
      )
      assert.doesNotMatch(page.body, /<script|[\u2066-\u2069\u202A-\u202E]/, language)
    }
  })
})
