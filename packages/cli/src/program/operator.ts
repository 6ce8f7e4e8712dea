import type { Command } from 'commander'
import { addExamples } from './examples.ts'
import { configOption, sampleOption } from './options.ts'

/** Commands of the operator of the machine: they use the settings and the database of the server directly. */
export const addOperator = (program: Command): void => {
  const add = (name: string, about: string, examples: readonly string[], parent = program): Command =>
    addExamples(parent.command(name).description(about).addOption(configOption()), examples)

  add('serve', 'start the server', ['muster serve', 'muster serve --config /etc/muster.yaml']).action(
    async (options) => (await import('../operator/serve.ts')).serve(options),
  )
  add('bootstrap', 'restore the administrator, the built-in roles and the catalog entry of Muster', [
    'MUSTER_BOOTSTRAP_PASSWORD=… muster bootstrap',
  ]).action(async (options) => (await import('../operator/bootstrap.ts')).bootstrapAgain(options))

  const mail = program.commands.find((command) => command.name() === 'mail')
  add(
    'show',
    'print the newest email in the mail folder of this machine, which is used while no mail server is configured',
    ['muster mail show', 'muster mail show --to ada@example.org'],
    mail,
  )
    .option('--to <ADDRESS>', 'only emails to this address')
    .option('--list', 'list all emails instead')
    .action(async (options) => (await import('../operator/mail-show.ts')).showMail(options))

  const keys = program.command('keys').description('the keys of tokens and of stored credentials')
  add(
    'rotate',
    'promote the staged token key to primary and stage a new key',
    ['muster keys rotate', 'muster keys rotate --credentials'],
    keys,
  )
    .option(
      '--credentials',
      'rotate the keys of stored credentials instead, and encrypt the credentials again',
    )
    .action(async ({ credentials, ...options }) =>
      credentials
        ? (await import('../operator/keys-rotate-credentials.ts')).rotateCredentials(options)
        : (await import('../operator/keys-rotate.ts')).rotate(options),
    )

  const keystone = program.command('keystone').description('the move from a Keystone server')
  add(
    'import',
    'import the directory of a Keystone database; again: only what changed there since',
    [
      'KEYSTONE_DATABASE_URL=mysql://… muster keystone import --dry-run',
      'muster keystone import --database-file /etc/muster/keystone-url --fernet-keys /etc/keystone/fernet-keys --credential-keys /etc/keystone/credential-keys',
    ],
    keystone,
  )
    .option('--database <URL>', 'the database of Keystone, if its URL contains no password')
    .option('--database-file <FILE>', 'a file with that URL; default: the variable KEYSTONE_DATABASE_URL')
    .option(
      '--fernet-keys <DIR>',
      "Keystone's keys of tokens, so that each server accepts the tokens of the other",
    )
    .option('--credential-keys <DIR>', "Keystone's keys of credentials; without them, no credential comes")
    .option('--dry-run', 'print what would come and what cannot, and change nothing')
    .option('--json', 'print the report as JSON')
    .option('--allow-removals', 'import even if more than half of the users of the last import are gone')
    .option('--allow-unknown-schema', 'read a database whose schema has unknown revisions')
    .action(async (options) => {
      process.exitCode = await (await import('../operator/keystone-import.ts')).keystoneImport(options)
    })
  add(
    'check',
    'compare what Keystone and Muster show to the same user, an administrator of the system',
    ['OS_PASSWORD=… muster keystone check --keystone http://10.0.0.5:5000 --muster http://10.0.0.6:5000'],
    keystone,
  )
    .requiredOption('--keystone <URL>', 'the address of Keystone')
    .option('--muster <URL>', 'the address of Muster; default: the setting public_url')
    .option('--user <NAME>', 'the user who signs in to both; the password is in OS_PASSWORD', 'admin')
    .option('--user-domain <ID>', 'the domain of that user', 'default')
    .option('--project <NAME>', 'a project of that domain on which the user is an administrator', 'admin')
    .addOption(sampleOption())
    .option('--json', 'print the differences as JSON')
    .action(async (options) => {
      process.exitCode = await (await import('../operator/keystone-check.ts')).keystoneCheck(options)
    })

  add('backup', 'back up the database to one file while the server runs (SQLite)', [
    'muster backup /backup/muster.sqlite',
  ])
    .argument('<FILE>', 'the file of the backup')
    .option('--force', 'overwrite the file')
    .action(async (file: string, options) => (await import('../operator/backup.ts')).backup(file, options))
  add('restore', 'verify a backup and replace the database with it while the server is stopped (SQLite)', [
    'muster restore /backup/muster.sqlite',
  ])
    .argument('<FILE>', 'the file of the backup')
    .option('--force', 'replace a database that exists')
    .action(async (file: string, options) =>
      (await import('../operator/restore.ts')).restoreBackup(file, options),
    )
  add('migrate', 'migrate the database schema to the current version', ['muster migrate']).action(
    async (options) => (await import('../operator/migrate.ts')).migrateOnly(options),
  )
  add('check-config', 'validate the settings and the policy rules', [
    'muster check-config --config /etc/muster.yaml',
  ]).action(async (options) => (await import('../operator/check-config.ts')).checkConfig(options))
}
