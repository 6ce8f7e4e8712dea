import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { account } from '@muster/contract/account-pages/account.ts'
import type { Operation } from '@muster/contract/operation.ts'
import { onEachDatabase } from '../databases.ts'
import { secretIn } from '../links.ts'
import { type Native, nativeClient } from '../native.ts'
import { type Called, startTestServer, type TestServer } from '../test-server.ts'
import { oddTexts, rubbish } from './hostile-requests.ts'

const markup = '"><img src=x onerror=alert(1)><script>alert(1)</script>'
const phrase = 'a phrase that stays secret'
const operations = Object.entries(account) as [string, Operation][]

onEachDatabase('account pages with hostile requests', (makePlace) => {
  let s: TestServer
  let n: Native
  let count = 0
  before(async () => {
    s = await startTestServer(await makePlace())
    n = await nativeClient(s)
  })
  after(() => s.close())

  const link = async (): Promise<string> => {
    const body = { email: `guest-${++count}@example.com` }
    await n.call('POST', '/invitations', { secret: n.admin, body })
    return secretIn((await s.sentEmails()).findLast(({ to }) => to === body.email))
  }
  const isPage = ({ status, headers, body }: Called, about: string) => {
    assert.ok(status < 500, `${about}: ${status}`)
    assert.equal(headers['content-type'], 'text/html; charset=utf-8', about)
    assert.match(body, /^<!doctype html>\n/, about)
    assert.doesNotMatch(body, /<script|<img/i, about)
    assert.ok(!body.includes(phrase), `${about} tells the password`)
  }

  test('T69: arbitrary field values are answered with a page, without internal errors or active content', async () => {
    for (const [name, { method, path, body }] of operations) {
      if (!body) continue
      const { properties } = body as unknown as { properties: Readonly<Record<string, unknown>> }
      let token = await link()
      for (const field of Object.keys(properties))
        for (const odd of [...oddTexts, markup]) {
          const filled = Object.keys(properties).map((key) => [
            key,
            key.includes('password') ? phrase : 'sample',
          ])
          const withToken = 'token' in properties ? { token } : {}
          const fields = { ...Object.fromEntries(filled), ...withToken, [field]: odd }
          const answer = await s.call(method, `/account${path}`, {
            body: new URLSearchParams(fields).toString(),
            headers: { 'content-type': 'application/x-www-form-urlencoded' },
          })
          const about = `${name} with ${field} ${JSON.stringify(odd.slice(0, 40))}`
          isPage(answer, about)
          if (answer.status === 200) token = await link()
        }
    }
  })

  test('bodies of every kind, and paths with any suffix', async () => {
    for (const [name, { method, path, query = [] }] of operations) {
      if (method === 'POST')
        for (const [what, body, type] of rubbish) {
          const answer = await s.call(method, `/account${path}`, { body, headers: { 'content-type': type } })
          isPage(answer, `${name} with ${what}`)
          assert.notEqual(answer.status, 200, `${name} with ${what}`)
        }
      for (const key of query)
        for (const odd of [...oddTexts.map((text) => text.slice(0, 9000)), markup]) {
          const requested = new URLSearchParams({ [key]: odd }).toString()
          for (const more of ['', `&${requested}`, '&unknown=1'])
            isPage(
              await s.call(method, `/account${path}?${requested}${more}`),
              `${name} with ${key} ${JSON.stringify(odd.slice(0, 40))}`,
            )
        }
    }
  })
})
