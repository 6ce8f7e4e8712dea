import type { ParseArgsConfig } from 'node:util'

export type CommandOptions = {
  readonly configFile?: string
  /** Positional arguments after the command name. */
  readonly words?: readonly string[]
  /** The options of the command, as parsed. */
  readonly options?: Readonly<Record<string, string | boolean | undefined>>
}

export type Command = {
  readonly about: string
  /** Synopsis of the arguments, for the usage text; absent: none. */
  readonly words?: string
  readonly options?: NonNullable<ParseArgsConfig['options']>
  readonly run: (options: CommandOptions) => Promise<void>
}

const text = { type: 'string' } as const
const yes = { type: 'boolean' } as const

/** Commands are imported only when they run, so that `muster --help` does not load the server. */
export const commands: Readonly<Record<string, Command>> = {
  serve: {
    about: 'start the server',
    run: async (options) => (await import('./commands/serve.ts')).serve(options),
  },
  bootstrap: {
    about: 'restore the administrator, the built-in roles and the catalog entry of Muster',
    run: async (options) => (await import('./commands/bootstrap.ts')).bootstrapAgain(options),
  },
  'keys rotate': {
    about: 'promote the staged token key to primary and stage a new key',
    run: async (options) => (await import('./commands/keys-rotate.ts')).rotate(options),
  },
  'keys rotate --credentials': {
    about: 'rotate the keys of stored credentials and encrypt the credentials again',
    run: async (options) =>
      (await import('./commands/keys-rotate-credentials.ts')).rotateCredentials(options),
  },
  'users import': {
    about: 'import users from a file',
    words:
      'FILE|- [--format ndjson|csv] [--domain NAME|ID] [--update username|email] [--invite] [--dry-run] [--errors FILE] [--resume ID]',
    options: {
      format: text,
      domain: text,
      update: text,
      invite: yes,
      'dry-run': yes,
      errors: text,
      resume: text,
    },
    run: async (options) => (await import('./commands/users-import.ts')).importUsers(options),
  },
  'users export': {
    about: 'export the users of a domain to a file',
    words: 'FILE|- [--format ndjson|csv] [--excel] [--domain NAME|ID] [--force] [--with-password-hashes]',
    options: { format: text, domain: text, excel: yes, force: yes, 'with-password-hashes': yes },
    run: async (options) => (await import('./commands/users-export.ts')).exportUsers(options),
  },
  'mail show': {
    about: 'print the newest email in the mail folder, which is used while no mail server is configured',
    words: '[--to ADDRESS] [--list]',
    options: { to: text, list: yes },
    run: async (options) => (await import('./commands/mail-show.ts')).showMail(options),
  },
  backup: {
    about: 'back up the database to one file while the server runs (SQLite)',
    words: 'FILE [--force]',
    options: { force: yes },
    run: async (options) => (await import('./commands/backup.ts')).backup(options),
  },
  restore: {
    about: 'verify a backup and replace the database with it while the server is stopped (SQLite)',
    words: 'FILE [--force]',
    options: { force: yes },
    run: async (options) => (await import('./commands/restore.ts')).restoreBackup(options),
  },
  migrate: {
    about: 'migrate the database schema to the current version',
    run: async (options) => (await import('./commands/migrate.ts')).migrateOnly(options),
  },
  'check-config': {
    about: 'validate the settings and the policy rules',
    run: async (options) => (await import('./commands/check-config.ts')).checkConfig(options),
  },
}

/** The options of all commands; `main.ts` checks them against the command once it is known. */
export const optionsOfAll: NonNullable<ParseArgsConfig['options']> = Object.assign(
  {},
  ...Object.values(commands).map(({ options }) => options ?? {}),
)

const width = Math.max(...Object.keys(commands).map((name) => name.length))

const settingsNote = `Settings are read from the environment (MUSTER_…) and from the file of --config; see docs/reference/settings.md.`

export const usage = `Usage: muster COMMAND [--config FILE]

${Object.entries(commands)
  .map(([name, { about }]) => `  ${name.padEnd(width)}  ${about}`)
  .join('\n')}

  muster help COMMAND   show the usage of a command
  muster --version

${settingsNote}
`

/** The usage text of one command. */
export const usageOf = (
  name: string,
  { about, words }: Command,
): string => `Usage: muster ${[name, words, '[--config FILE]'].filter(Boolean).join(' ')}

${about.charAt(0).toUpperCase()}${about.slice(1)}.

${settingsNote}
`
