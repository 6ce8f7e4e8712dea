import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { type Home, makeHome } from './run-muster.ts'

/** A secret that must not be repeated wherever it was given. */
const secret = 'mst_s_not-for-the-screen'

describe('wrong arguments', () => {
  let home: Home
  let requests = 0
  const server = createServer((_request, response) => {
    requests++
    response.end('{}')
  })
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    home = await makeHome()
  })
  after(async () => {
    server.closeAllConnections()
    server.close()
    await home.remove()
  })

  const wrong: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['no command below a noun', ['user'], /Usage: muster user/],
    ['an unknown command', ['user', 'lst'], /unknown command 'lst'\n\(Did you mean list\?\)/],
    [
      'an unknown option',
      ['user', 'list', '--colums', 'id'],
      /unknown option '--colums'\n\(Did you mean --columns\?\)/,
    ],
    ['no argument', ['user', 'show'], /missing required argument 'USER'/],
    ['an empty name', ['user', 'show', ''], /must not be empty/],
    ['two arguments for one', ['user', 'show', 'a', 'b'], /too many arguments/],
    [
      'an unknown format',
      ['user', 'list', '--output', 'xml'],
      /Allowed choices are table, json, yaml, csv, value/,
    ],
    [
      'an unknown column',
      ['user', 'list', '--columns', 'id,pasword'],
      /There is no column "pasword"\. Columns: username,/,
    ],
    ['a column of the prototype', ['user', 'list', '--columns', 'constructor'], /There is no column/],
    ['a limit of zero', ['user', 'list', '--limit', '0'], /whole number from 1/],
    ['an unknown status', ['user', 'list', '--status', 'asleep'], /Allowed choices are invited, pending/],
    [
      'an unknown language',
      ['user', 'update', 'a', '--language', 'fr'],
      /must be one of en, de, es, fa, hi, ja/,
    ],
    ['metadata that is not JSON', ['user', 'update', 'a', '--metadata', '{'], /is not valid JSON/],
    ['metadata that is a list', ['user', 'update', 'a', '--metadata', '[]'], /must be a JSON object/],
    ['a month that there is not', ['event', 'list', '--since', '2026-13-01T00:00:00Z'], /RFC 3339/],
    ['a time without a zone', ['event', 'list', '--since', '2026-01-31'], /RFC 3339/],
    ['a quota that is no number', ['plan', 'update', 'a', '--storage', '1e3'], /must be a whole number/],
    ['a missing quota', ['plan', 'create', 'a'], /required option '--storage <N>' not specified/],
    [
      'a scope of nothing',
      ['assignment', 'list', '--scope', 'domain'],
      /system, domain:NAME or project:NAME/,
    ],
    ['neither user nor group', ['assignment', 'grant', 'a', '--scope', 'system'], /either --user or --group/],
    [
      'both user and group',
      ['assignment', 'grant', 'a', '--user', 'b', '--group', 'c', '--scope', 'system'],
      /either/,
    ],
    ['an end of endless events', ['event', 'list', '--follow', '--sort', 'oldest'], /--follow has no end/],
    ['a sequence of letters', ['event', 'show', 'first'], /whole number/],
    [
      'a filter where the list has none',
      ['group', 'list', '--filter', "name = 'a'"],
      /unknown option '--filter'/,
    ],
    ['a deletion without a terminal', ['user', 'delete', 'a'], /Without a terminal, add --yes/],
    ['a new password without a terminal', ['user', 'set-password', 'a'], /--password-fd is required/],
    [
      'a file descriptor that is not open',
      ['user', 'set-password', 'a', '--password-fd', '77'],
      /77 cannot be read \(EBADF\)/,
    ],
    [
      'a file descriptor for results',
      ['user', 'set-password', 'a', '--password-fd', '1'],
      /must be the number/,
    ],
    [
      'a role without a project',
      ['invitation', 'create', 'a@b.c', '--project-role', 'reader'],
      /needs --project/,
    ],
    ['an import of no file', ['import'], /give a file, or - for standard input/],
    ['an import of an unknown format', ['import', 'people.txt'], /ends in none of/],
    ['hashes through the API', ['export', '-', '--with-password-hashes'], /is for --offline/],
    [
      'settings for an import through the API',
      ['import', '-', '--config', 'muster.yaml'],
      /is for --offline/,
    ],
    [
      'a condition of an export from the database',
      ['export', '-', '--offline', '--search', 'a'],
      /Remove the conditions/,
    ],
    ['an unknown shell', ['completion', 'csh'], /Allowed choices are bash, zsh, fish/],
    ['an unknown topic', ['help', 'nothing'], /There is no command "nothing"/],
    ['a profile that is a path', ['whoami', '--profile', '../x'], /name of a profile/],
    ['a login without a terminal', ['login', 'https://muster.test'], /--username or --email is required/],
    [
      'a login to no address',
      ['login', 'muster.test', '--username', 'a', '--password-fd', '3'],
      /as in https:/,
    ],
    [
      'an address with credentials',
      ['login', 'https://a:b@muster.test', '--username', 'a', '--password-fd', '3'],
      /must not contain credentials/,
    ],
    [
      'a secret as an option',
      ['login', 'https://muster.test', '--password', secret],
      /unknown option '--password'/,
    ],
    [
      'a secret as the value of an option',
      ['login', 'https://muster.test', `--password=${secret}`],
      /unknown option '--password'/,
    ],
    ['a secret as an argument', ['login', 'https://muster.test', 'ada', secret], /too many arguments/],
    ['a secret instead of a file descriptor', ['login', '--password-fd', secret], /must be the number/],
  ]
  for (const [what, args, message] of wrong)
    test(`${what}: exit code 2, without a request`, async () => {
      const { port } = server.address() as AddressInfo
      const env = { MUSTER_URL: `http://127.0.0.1:${port}`, MUSTER_API_KEY: 'mst_k_test' }
      const { code, out, err } = await home.run(args, { env, fd3: 'a' })
      assert.equal(code, 2, err)
      assert.match(err, message)
      assert.equal(out, '')
      assert.ok(!err.includes(secret), err)
      assert.equal(requests, 0)
    })
})
