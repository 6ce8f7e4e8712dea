import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { before, test } from 'node:test'
import { parseAllDocuments, parse as parseYaml } from 'yaml'
import { program } from './run-muster.ts'
import { onEachCli } from './signed-in.ts'

/** Clears the screen, reverses the direction of text, and would break rows. */
const hostile = 'a\u001b[2J\u202eb\u0085\tc'
const isShownSafely = (text: string): boolean =>
  !['\u001b', '\u202e', '\u0085'].some((one) => text.includes(one))

onEachCli('output', (cli) => {
  before(async () => {
    const create = (name: string, display: string) =>
      cli.ends(0, [
        'user',
        'create',
        name,
        '--display-name',
        display,
        '--metadata',
        '{"team": {"name": "東京"}}',
      ])
    await create('wide', '東京 🐎')
    await create('formula', '=1+1')
    await cli.ends(0, ['user', 'create', 'hostile', '--description', hostile])
  })
  const some = ['user', 'list', '--filter', "username IN ('wide', 'formula')", '--sort', 'username']

  test('a table has aligned columns, also with wide characters', async () => {
    const { out } = await cli.ends(0, [
      ...some,
      '--columns',
      'username,display_name,metadata.team.name,status',
    ])
    assert.equal(
      out,
      [
        'USERNAME  DISPLAY_NAME  METADATA.TEAM.NAME  STATUS',
        'formula   =1+1          東京                active',
        'wide      東京 🐎       東京                active',
        '',
      ].join('\n'),
    )
  })

  test('JSON is one document with the whole objects, or the chosen columns', async () => {
    const whole = JSON.parse((await cli.ends(0, [...some, '--output', 'json'])).out)
    assert.deepEqual(whole[1].metadata, { team: { name: '東京' } })
    const chosen = JSON.parse((await cli.ends(0, [...some, '--output', 'json', '--columns', 'username'])).out)
    assert.deepEqual(chosen, [{ username: 'formula' }, { username: 'wide' }])
    assert.equal((await cli.ends(0, ['user', 'list', '--username', 'none', '--output', 'json'])).out, '[]\n')
  })

  test('YAML', async () => {
    const columns = ['--output', 'yaml', '--columns', 'username,metadata']
    assert.deepEqual(parseYaml((await cli.ends(0, [...some, ...columns])).out)[0].username, 'formula')
    const one = parseYaml((await cli.ends(0, ['user', 'show', 'wide', ...columns])).out)
    assert.deepEqual(one, { username: 'wide', metadata: { team: { name: '東京' } } })
  })

  test('CSV has a header, and a spreadsheet executes no cell', async () => {
    const { out } = await cli.ends(0, [
      ...some,
      '--output',
      'csv',
      '--columns',
      'username,display_name,metadata',
    ])
    assert.equal(
      out,
      [
        'username,display_name,metadata\r\n',
        `formula,'=1+1,"{""team"":{""name"":""東京""}}"\r\n`,
        'wide,東京 🐎,"{""team"":{""name"":""東京""}}"\r\n',
      ].join(''),
    )
  })

  test('values are tab-separated, without a header', async () => {
    const { out } = await cli.ends(0, [...some, '--output', 'value', '--columns', 'username,display_name'])
    assert.equal(out, 'formula\t=1+1\nwide\t東京 🐎\n')
    assert.match(
      (await cli.ends(0, ['user', 'show', 'wide', '-o', 'value', '-c', 'id'])).out,
      /^[0-9a-f]{32}\n$/,
    )
  })

  for (const format of ['table', 'value', 'json', 'yaml'])
    test(`${format}: characters that a terminal interprets are escaped`, async () => {
      const { out } = await cli.ends(0, [
        'user',
        'show',
        'hostile',
        '-o',
        format,
        '-c',
        'username,description',
      ])
      assert.ok(isShownSafely(out), out)
      assert.match(out, /\\u001b|\\e/)
      if (format === 'json') assert.equal(JSON.parse(out).description, hostile)
      if (format === 'yaml') assert.equal(parseYaml(out).description, hostile)
    })

  test('an error with a hostile name does not reach the terminal raw', async () => {
    const { err } = await cli.ends(4, ['user', 'show', hostile])
    assert.ok(isShownSafely(err), err)
  })

  test('--limit is the number of all rows', async () => {
    assert.equal((await cli.json(['user', 'list', '--limit', '2'])).length, 2)
  })

  test('a reader that ends first ends the command quietly', async () => {
    const child = spawn(
      process.execPath,
      [program, 'event', 'list', '--follow', '--since', '2020-01-01T00:00:00Z', '-o', 'value'],
      {
        env: cli.home().env,
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    let err = ''
    child.stderr.on('data', (part) => {
      err += part
    })
    const ended = once(child, 'close')
    await once(child.stdout, 'data')
    child.stdout.destroy()
    // The next event finds no reader.
    await cli.ends(0, ['user', 'create', 'unread'])
    const [code] = await ended
    assert.deepEqual([code, err], [0, ''])
  })

  test('followed events are printed as they happen, one JSON object or YAML document each', async () => {
    const since = new Date(Date.now() - 60_000).toISOString()
    const follow = ['event', 'list', '--follow', '--since', since, '--kind', 'user.created', '--limit', '2']
    const lines = (await cli.ends(0, [...follow, '--output', 'json'])).out.trim().split('\n')
    assert.deepEqual(
      lines.map((line) => JSON.parse(line).kind),
      ['user.created', 'user.created'],
    )
    const documents = parseAllDocuments((await cli.ends(0, [...follow, '--output', 'yaml'])).out)
    assert.equal(documents.length, 2)
  })

  test('a change that another one overtook, a taken name, a missing object, a missing right', async () => {
    assert.match((await cli.ends(5, ['user', 'create', 'wide'])).err, /\(user_name_taken, req-/)
    assert.match((await cli.ends(4, ['user', 'show', 'nobody'])).err, /no user with the name or id "nobody"/)
    await cli.ends(0, ['user', 'set-password', 'wide', '--password-fd', '3'], {
      fd3: 'correct horse battery',
    })
    const login = ['login', cli.server().url, '--username', 'wide', '--password-fd', '3', '--profile', 'wide']
    await cli.ends(0, login, { fd3: 'correct horse battery' })
    assert.match((await cli.ends(7, ['user', 'list', '--profile', 'wide'])).err, /\(forbidden_by_rule, req-/)
    assert.match(
      (await cli.ends(1, ['user', 'list', '--filter', 'nonsense ='])).err,
      /\(filter_invalid, req-/,
    )
  })
})
