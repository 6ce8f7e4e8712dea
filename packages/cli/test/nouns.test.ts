import assert from 'node:assert/strict'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Command } from 'commander'
import { buildProgram } from '../src/program/program.ts'
import { onEachCli } from './signed-in.ts'

/** Commands of operators that have tests of their own, in packages/server/test/keystone-command.test.ts. */
const moves = ['keystone import', 'keystone check']

/** The commands at the ends of the tree, as in `group member add`. */
const leavesOf = (command: Command, path: readonly string[] = []): readonly string[] => {
  const children = command.commands.flatMap((child) => leavesOf(child, [...path, child.name()]))
  const isOperator =
    moves.includes(path.join(' ')) ||
    (command.options.some(({ long }) => long === '--config') &&
      !['import', 'export'].includes(command.name()))
  const own = command.registeredArguments.length > 0 || command.commands.length === 0
  return [...(own && !isOperator && path.length > 0 ? [path.join(' ')] : []), ...children]
}

/** The command that arguments name. */
const leafOf = (args: readonly string[]): string => {
  const path: string[] = []
  let command: Command | undefined = buildProgram()
  for (const word of args) {
    command = command.commands.find((child) => child.name() === word)
    if (!command) break
    path.push(word)
  }
  return path.join(' ')
}

onEachCli('every command of a client', (cli) => {
  const exercised = new Set(['login'])
  const noting =
    <T extends unknown[], R>(run: (...args: T) => R, at: number) =>
    (...args: T): R => {
      exercised.add(leafOf(args[at] as readonly string[]))
      return run(...args)
    }
  const json = noting(cli.json, 0)
  const ends = noting(cli.ends, 1)
  const path = (name: string) => join(cli.home().folder, name)

  test('users: create, show, find, count, change, invite, delete, restore and purge', async () => {
    const ada = await json(
      [
        'user',
        'create',
        'ada',
        '--email',
        'ada@example.org',
        '--display-name',
        'Ada',
        '--status',
        'pending',
        '--developer',
        '--metadata',
        '{"team":"engines"}',
        '--password-fd',
        '3',
      ],
      { fd3: 'correct horse battery' },
    )
    assert.deepEqual([ada.username, ada.developer, ada.metadata], ['ada', true, { team: 'engines' }])
    assert.equal((await json(['user', 'show', 'ada@example.org'])).id, ada.id)
    const listed = await json(['user', 'list', '--filter', "metadata.team = 'engines'", '--sort', 'username'])
    assert.deepEqual(
      listed.map(({ username }: { username: string }) => username),
      ['ada'],
    )
    assert.deepEqual(await json(['user', 'count', '--status', 'pending']), { count: 1 })
    const changed = await json([
      'user',
      'update',
      'ada',
      '--display-name',
      '',
      '--no-developer',
      '--language',
      'de',
    ])
    assert.deepEqual([changed.display_name, changed.developer, changed.language], [null, false, 'de'])
    assert.equal((await json(['user', 'update', 'ada', '--language', ''])).language, null)
    const invited = await json(['user', 'invite', 'ada'])
    assert.equal(invited.email, 'ada@example.org')
    await ends(0, ['user', 'update', 'ada', '--status', 'active'])
    await ends(0, ['user', 'set-password', 'ada', '--password-fd', '0'], {
      input: 'a second horse battery\n',
    })
    assert.match((await ends(0, ['user', 'send-recovery', 'ada'])).err, /recovery link/)
    assert.match((await ends(0, ['user', 'delete', 'ada', '--yes'])).err, /^Deleted the user ada /)
    const [deleted] = await json(['user', 'deleted', 'list', '--username', 'ada'])
    assert.equal(deleted.id, ada.id)
    assert.ok((await json(['user', 'deleted', 'show', 'ada'])).purge_after)
    assert.equal((await json(['user', 'deleted', 'restore', 'ada', '--username', 'ada-2'])).username, 'ada-2')
    await ends(0, ['user', 'delete', 'ada-2', '--yes'])
    await ends(0, ['user', 'deleted', 'purge', ada.id, '--yes'])
    await ends(4, ['user', 'deleted', 'show', ada.id])
    await ends(0, ['user', 'create', 'brief'])
    await ends(0, ['user', 'delete', 'brief', '--purge', '--yes'])
    await ends(4, ['user', 'deleted', 'show', 'brief'])
  })

  test('invitations', async () => {
    const made = await json(['invitation', 'create', 'grace@example.org', '--username', 'grace'])
    assert.deepEqual([made.outcome, made.status], ['created', 'invited'])
    const [invitation] = await json(['invitation', 'list'])
    assert.equal(invitation.email, 'grace@example.org')
    await ends(0, ['invitation', 'revoke', invitation.id, '--yes'])
    assert.deepEqual(await json(['invitation', 'list']), [])
    const temporary = ['invitation', 'create', 'kay@example.org', '--mode', 'temporary_password']
    const { out } = await ends(0, [...temporary, '--output', 'value', '--columns', 'temporary_password'])
    assert.ok(out.trim().length >= 12, out)
  })

  test('groups and their members', async () => {
    await ends(0, ['user', 'create', 'of-a-group'])
    const crew = await json(['group', 'create', 'crew', '--description', 'Who sails'])
    assert.equal((await json(['group', 'update', 'crew', '--description', 'Rowers'])).description, 'Rowers')
    assert.equal((await json(['group', 'show', 'crew'])).id, crew.id)
    await ends(0, ['group', 'member', 'add', 'crew', 'of-a-group'])
    assert.equal((await json(['group', 'member', 'list', 'crew']))[0].username, 'of-a-group')
    assert.equal((await json(['group', 'list', '--user', 'of-a-group']))[0].name, 'crew')
    await ends(0, ['group', 'member', 'remove', 'crew', 'of-a-group', '--yes'])
    await ends(4, ['group', 'member', 'remove', 'crew', 'of-a-group', '--yes'])
    await ends(0, ['group', 'delete', 'crew', '--yes'])
    assert.deepEqual(await json(['group', 'list', '--name', 'crew']), [])
  })

  test('roles', async () => {
    await ends(0, ['role', 'create', 'auditor'])
    assert.equal((await json(['role', 'update', 'auditor', '--immutable'])).immutable, true)
    await ends(7, ['role', 'delete', 'auditor', '--yes'])
    await ends(0, ['role', 'update', 'auditor', '--no-immutable'])
    assert.equal((await json(['role', 'show', 'auditor'])).domain_id, null)
    await ends(0, ['role', 'delete', 'auditor', '--yes'])
    assert.deepEqual(await json(['role', 'list', '--name', 'auditor']), [])
  })

  test('domains, and names that exist in two of them', async () => {
    await ends(0, ['domain', 'create', 'branch'])
    await ends(0, ['user', 'create', 'twin', '--domain', 'branch'])
    await ends(0, ['user', 'create', 'twin'])
    const { err } = await ends(5, ['user', 'show', 'twin'])
    assert.match(err, /Several objects have the name "twin"\. Use the id or --domain: twin \(.*domain /)
    const other = await json(['user', 'show', 'twin', '--domain', 'branch'])
    assert.equal((await json(['domain', 'show', 'branch'])).id, other.domain_id)
    assert.equal((await json(['user', 'list', '--domain', 'branch'])).length, 1)
    await ends(7, ['domain', 'delete', 'branch', '--yes'])
    assert.equal((await json(['domain', 'update', 'branch', '--no-enabled'])).enabled, false)
    await ends(0, ['domain', 'delete', 'branch', '--yes'])
    assert.deepEqual(await json(['domain', 'list', '--name', 'branch']), [])
  })

  test('projects and their members', async () => {
    await ends(0, ['user', 'create', 'of-a-project'])
    const engine = await json(['project', 'create', 'engine', '--tags', 'steam,brass', '--tags', 'iron'])
    assert.deepEqual(engine.tags.toSorted(), ['brass', 'iron', 'steam'])
    const below = await json(['project', 'create', 'valves', '--parent', 'engine'])
    assert.equal(below.parent_id, engine.id)
    assert.equal((await json(['project', 'list', '--parent', 'engine']))[0].name, 'valves')
    assert.deepEqual((await json(['project', 'update', 'engine', '--tags', ''])).tags, [])
    assert.equal((await json(['project', 'show', 'engine'])).enabled, true)
    const member = await json(['project', 'member', 'set', 'engine', 'of-a-project', '--role', 'reader'])
    assert.equal(member.roles[0].name, 'reader')
    assert.equal((await json(['project', 'member', 'list', 'engine']))[0].username, 'of-a-project')
    await ends(0, ['project', 'member', 'remove', 'engine', 'of-a-project', '--yes'])
    await ends(7, ['project', 'delete', 'engine', '--yes'])
    await ends(0, ['project', 'delete', 'valves', '--yes'])
    await ends(0, ['project', 'delete', 'engine', '--yes'])
  })

  test('assignments, and why a user has a role', async () => {
    await ends(0, ['user', 'create', 'of-a-role'])
    await ends(0, ['group', 'create', 'granted'])
    await ends(0, ['group', 'member', 'add', 'granted', 'of-a-role'])
    const scope = ['--scope', 'domain:Default']
    await ends(0, ['assignment', 'grant', 'member', '--group', 'granted', ...scope])
    await ends(0, ['assignment', 'grant', 'member', '--user', 'of-a-role', ...scope, '--inherited'])
    const effective = [
      'assignment',
      'list',
      '--user',
      'of-a-role',
      '--role',
      'member',
      ...scope,
      '--effective',
    ]
    const { out } = await ends(0, [...effective, '--columns', 'scope,source'])
    assert.match(out, /^SCOPE +SOURCE\ndomain:default +group:[0-9a-f]{32}\n$/)
    await ends(0, ['assignment', 'revoke', 'member', '--group', 'granted', ...scope, '--yes'])
    await ends(4, ['assignment', 'revoke', 'member', '--group', 'granted', ...scope, '--yes'])
  })

  test('API keys, whose secret is shown once or written to a file', async () => {
    const made = await json(['api-key', 'create', 'reports', '--role', 'reader', '--scope', 'system'])
    assert.match(made.secret, /^mst_k_/)
    assert.equal((await json(['api-key', 'show', 'reports'])).id, made.id)
    assert.equal(
      (await json(['api-key', 'update', 'reports', '--description', 'weekly'])).description,
      'weekly',
    )
    const rotate = ['api-key', 'rotate', 'reports', '--yes', '--secret-file', 'key.txt']
    const { out } = await ends(0, rotate)
    const secret = (await readFile(path('key.txt'), 'utf8')).trim()
    assert.match(secret, /^mst_k_/)
    assert.equal((await stat(path('key.txt'))).mode & 0o777, 0o600)
    assert.ok(!out.includes(secret))
    const env = { MUSTER_URL: cli.server().url, MUSTER_API_KEY: secret }
    assert.equal((await json(['whoami'], { env })).credentials, 'api_key')
    assert.equal((await json(['api-key', 'revoke', 'reports', '--yes'])).state, 'revoked')
    await ends(6, ['whoami'], { env })
    assert.equal((await json(['api-key', 'grant', 'reports'])).state, 'active')
    assert.equal((await json(['api-key', 'list', '--state', 'active'])).length, 1)
    await ends(0, ['api-key', 'delete', 'reports', '--yes'])
    const service = ['user', 'create-service', 'robot', '--scope', 'domain:Default', '--role', 'reader']
    const robot = await json(service)
    assert.deepEqual([robot.username, robot.roles[0].name], ['robot', 'reader'])
  })

  test('sessions', async () => {
    const opened = await json(['session', 'list'])
    assert.equal(opened.length, 1)
    const login = [
      'login',
      cli.server().url,
      '--username',
      'admin',
      '--password-fd',
      '3',
      '--profile',
      'second',
    ]
    await ends(0, login, { fd3: cli.server().adminPassword })
    const [second] = await json(['session', 'list', '--user', 'admin'])
    assert.match(second.agent, /^muster-cli\//)
    await ends(0, ['session', 'close', second.id, '--yes'])
    await ends(6, ['whoami', '--profile', 'second'])
    await ends(0, login, { fd3: cli.server().adminPassword })
    await ends(0, ['session', 'close-all', '--keep-current', '--yes'])
    await ends(6, ['whoami', '--profile', 'second'])
    await ends(0, ['whoami'])
    await ends(0, ['logout', '--profile', 'second'])
  })

  test('plans, and the plan of a user', async () => {
    const quotas = [
      'storage',
      'concurrent-tasks',
      'daily-api-calls',
      'monthly-api-calls',
      'daily-traffic',
      'monthly-traffic',
      'daily-process',
      'monthly-process',
    ].flatMap((name) => [`--${name}`, '1'])
    const basic = await json(['plan', 'create', 'basic', '--number-of-days', '30', ...quotas])
    assert.equal((await json(['plan', 'show', 'basic'])).id, basic.id)
    assert.equal((await json(['plan', 'update', 'basic', '--storage', '2'])).storage, 2)
    assert.equal((await json(['plan', 'list'])).length, 1)
    await ends(0, ['user', 'create', 'of-a-plan'])
    const given = await json([
      'user',
      'plan',
      'set',
      'of-a-plan',
      'basic',
      '--expires-at',
      '2030-01-31T00:00:00Z',
    ])
    assert.equal(given.plan.expires_at, '2030-01-31T00:00:00.000Z')
    assert.equal(
      (await json(['user', 'plan', 'renew', 'of-a-plan'])).plan.expires_at,
      '2030-03-02T00:00:00.000Z',
    )
    await ends(5, ['plan', 'delete', 'basic', '--yes'])
    assert.equal((await json(['user', 'plan', 'remove', 'of-a-plan', '--yes'])).plan, null)
    await ends(0, ['plan', 'delete', 'basic', '--yes'])
  })

  test('webhooks and their deliveries', async () => {
    const create = ['webhook', 'create', 'https://example.com/hook', '--kinds', 'user.*,group.created']
    const made = await json(create)
    assert.match(made.secret, /^whsec_/)
    assert.deepEqual(made.kinds, ['user.*', 'group.created'])
    assert.equal((await json(['webhook', 'show', made.id])).url, 'https://example.com/hook')
    assert.equal((await json(['webhook', 'update', made.id, '--description', 'test'])).description, 'test')
    const rotated = await json(['webhook', 'rotate-secret', made.id, '--overlap-seconds', '60', '--yes'])
    assert.notEqual(rotated.secret, made.secret)
    const ping = await json(['webhook', 'ping', made.id])
    assert.equal((await json(['webhook', 'delivery', 'list', made.id]))[0].id, ping.id)
    await ends(0, ['webhook', 'delivery', 'redeliver', made.id, ping.id])
    assert.equal((await json(['webhook', 'list'])).length, 1)
    await ends(0, ['webhook', 'delete', made.id, '--yes'])
    await ends(4, ['webhook', 'show', made.id])
  })

  test('events', async () => {
    const [newest] = await json([
      'event',
      'list',
      '--kind',
      'webhook.deleted',
      '--actor',
      'admin',
      '--limit',
      '1',
    ])
    const event = await json(['event', 'show', String(newest.sequence)])
    assert.deepEqual([event.kind, event.subject_type], ['webhook.deleted', 'webhook'])
    const follow = ['event', 'list', '--follow', '--since', newest.occurred_at, '--limit', '1']
    assert.equal((await json(follow)).sequence, newest.sequence)
  })

  test('emails', async () => {
    await cli.server().sentEmails()
    const [mail] = await json(['mail', 'list', '--limit', '1'])
    assert.equal(mail.state, 'sent')
    const { err } = await ends(5, ['mail', 'retry', mail.id])
    assert.match(err, /message_sent/)
  })

  test('imports and exports', async () => {
    await writeFile(path('people.csv'), 'username,email\nimported,imported@example.com\nother,no address\n')
    const imported = await ends(3, ['import', path('people.csv')])
    assert.match(imported.err, /^row 2, email: .* \(email_unprintable\)$/m)
    assert.match(imported.err, /2 rows: 1 created, 0 updated, 0 unchanged, 1 failed/)
    const [found] = await json(['import', 'list', '--limit', '1'])
    assert.equal((await json(['import', 'show', found.id])).state, 'done')
    assert.equal((await json(['import', 'errors', found.id]))[0].code, 'email_unprintable')
    await ends(0, ['import', 'delete', found.id, '--yes'])
    const { out } = await ends(0, ['export', '-', '--search', 'imported'])
    assert.equal(JSON.parse(out).username, 'imported')
  })

  test('profiles, whoami, change-password, help and completion', async () => {
    assert.equal((await json(['whoami'])).username, 'admin')
    const [profile] = await json(['profile', 'list'])
    assert.deepEqual([profile.name, profile.current, profile.secret], ['default', true, undefined])
    await ends(0, ['profile', 'use', 'default'])
    await ends(4, ['profile', 'use', 'nothing'])
    assert.match((await ends(0, ['help', 'exit-codes'])).out, /130 +interrupted/)
    assert.match((await ends(0, ['completion', 'bash'])).out, /complete .* muster/)
    await ends(0, ['change-password', '--current-password-fd', '3', '--password-fd', '4'], {
      fd3: cli.server().adminPassword,
      fd4: 'another horse battery',
    })
    await ends(0, ['logout'])
    await ends(6, ['whoami'])
  })

  test('no command has been left out', () => {
    assert.deepEqual(
      leavesOf(buildProgram()).filter((leaf) => !exercised.has(leaf)),
      [],
    )
  })
})
