import { spawnSync } from 'node:child_process'
import { globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keystoneRoutes } from '../packages/server/test/apis/keystone-routes.ts'
import { readRecordedRoutes } from '../packages/server/test/recorded-routes.ts'

/**
 * Runs the tests of Identity v3 on SQLite and counts the routes of docs/specs/keystone-routes.tsv that a test server
 * answered with the status of the table. Exit 1 when one is missing or a test fails.
 *
 *   npm run keystone-routes [-- TEST-FILES]
 */
const given = process.argv.slice(2)
/** Hostile requests take long and exercise nothing further; the health check is outside of `/v3`. */
const byDefault = [
  ...globSync('packages/server/test/apis/keystone-*.test.ts').filter((file) => !file.includes('hostile')),
  'packages/server/test/answer-headers.test.ts',
]
const folder = mkdtempSync(join(tmpdir(), 'muster-routes-'))
const { status } = spawnSync(
  process.execPath,
  ['--test', '--test-concurrency=2', '--test-reporter=dot', ...(given.length > 0 ? given : byDefault)],
  {
    stdio: 'inherit',
    env: { ...process.env, MUSTER_TEST_ROUTES: folder, MUSTER_TEST_DATABASES: 'sqlite' },
  },
)
const called = readRecordedRoutes(folder)
rmSync(folder, { recursive: true })

const missing = keystoneRoutes.map(({ route }) => route).filter((route) => !called.has(route))
for (const route of missing) process.stdout.write(`not tested: ${route}\n`)
process.stdout.write(
  `${keystoneRoutes.length - missing.length} of ${keystoneRoutes.length} routes exercised\n`,
)
process.exitCode = status === 0 && missing.length === 0 ? 0 : 1
