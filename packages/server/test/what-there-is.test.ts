import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import { settingsTable } from '../src/config/settings-table.ts'
import { sqlitePlace } from './databases.ts'
import { startTestServer, type TestServer } from './test-server.ts'

const page = await readFile(new URL('../../../README.md', import.meta.url), 'utf8')
const [, table = ''] = /^## What there is, what is not yet\n([\s\S]+?)\n## /m.exec(page) ?? []
const rows = [...table.matchAll(/^\| (.+) \| (.*?) ?\| (yes|not yet) \|$/gm)].map(
  ([, what = '', at = '', state = '']) => ({
    what,
    state,
    paths: [...at.matchAll(/`(\/[^`]+)`/g)].map(([, path = '']) => path),
  }),
)

describe('the feature table in README', () => {
  let s: TestServer
  before(async () => {
    s = await startTestServer(await sqlitePlace())
  })
  after(() => s.close())

  /** Whether an operation exists at the path or below it. */
  const exists = (path: string) =>
    [...s.muster.app.mounted].some(([prefix, { api }]) =>
      api.operations.some(
        ({ operation }) =>
          `${prefix}${operation.path}` === path || `${prefix}${operation.path}`.startsWith(`${path}/`),
      ),
    )

  test('N13: features listed as absent are absent: none of their paths responds, also not to an administrator', async () => {
    const absent = rows.filter(({ state }) => state === 'not yet')
    for (const word of ['OpenID Connect', 'SCIM'])
      assert.ok(
        absent.some(({ what }) => what.includes(word)),
        word,
      )
    for (const { what, paths } of absent)
      for (const path of paths)
        for (const method of ['GET', 'POST']) {
          const { status } = await s.call(method, path, { token: s.admin, body: {} })
          assert.equal(status, 404, `${what}: ${method} ${path}`)
        }
    const settings = Object.keys(settingsTable)
    assert.deepEqual(
      settings.filter((name) => /oidc|scim|webauthn/.test(name)),
      [],
    )
  })

  test('N13: features listed as present have operations at their paths', () => {
    const present = rows.filter(({ state }) => state === 'yes')
    assert.ok(present.length > 8)
    for (const { what, paths } of present)
      for (const path of paths) assert.ok(exists(path), `${what}: ${path}`)
  })
})
