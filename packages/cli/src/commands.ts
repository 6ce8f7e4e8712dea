import type { ParseArgsConfig } from 'node:util'

export type CommandOptions = {
  readonly configFile?: string
  /** What stands behind the name of the command. */
  readonly words?: readonly string[]
  /** Its own options, as they were given. */
  readonly options?: Readonly<Record<string, string | boolean | undefined>>
}

export type Command = {
  readonly about: string
  /** What it takes behind its name, for people; absent: nothing. */
  readonly words?: string
  readonly options?: NonNullable<ParseArgsConfig['options']>
  readonly run: (options: CommandOptions) => Promise<void>
}

const text = { type: 'string' } as const
const yes = { type: 'boolean' } as const

/** Every command is loaded only when it runs: `muster --help` should not start a server's worth of code. */
export const commands: Readonly<Record<string, Command>> = {
  serve: {
    about: 'start the server',
    run: async (options) => (await import('./commands/serve.ts')).serve(options),
  },
  bootstrap: {
    about: 'put back the administrator, the roles and the catalog entry of Muster itself',
    run: async (options) => (await import('./commands/bootstrap.ts')).bootstrapAgain(options),
  },
  'keys rotate': {
    about: 'make the staged token key the primary one and stage a new key',
    run: async (options) => (await import('./commands/keys-rotate.ts')).rotate(options),
  },
  'keys rotate --credentials': {
    about: 'the same for the keys of stored credentials, which are sealed anew',
    run: async (options) =>
      (await import('./commands/keys-rotate-credentials.ts')).rotateCredentials(options),
  },
  'users import': {
    about: 'make users of the rows of a file',
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
    about: 'write the users of a domain to a file',
    words: 'FILE|- [--format ndjson|csv] [--excel] [--domain NAME|ID] [--force] [--with-password-hashes]',
    options: { format: text, domain: text, excel: yes, force: yes, 'with-password-hashes': yes },
    run: async (options) => (await import('./commands/users-export.ts')).exportUsers(options),
  },
  'mail show': {
    about: 'print the newest mail of the folder that is used while no mail server is configured',
    words: '[--to ADDRESS] [--list]',
    options: { to: text, list: yes },
    run: async (options) => (await import('./commands/mail-show.ts')).showMail(options),
  },
  backup: {
    about: 'copy the database into one file while the server runs (SQLite)',
    words: 'FILE [--force]',
    options: { force: yes },
    run: async (options) => (await import('./commands/backup.ts')).backup(options),
  },
  restore: {
    about: 'verify a backup and put it in the place of the database, with the server stopped (SQLite)',
    words: 'FILE [--force]',
    options: { force: yes },
    run: async (options) => (await import('./commands/restore.ts')).restoreBackup(options),
  },
  migrate: {
    about: 'bring the schema of the database up to date',
    run: async (options) => (await import('./commands/migrate.ts')).migrateOnly(options),
  },
  'check-config': {
    about: 'read the settings and the rules, and say what is wrong with them',
    run: async (options) => (await import('./commands/check-config.ts')).checkConfig(options),
  },
}

/** Options of every command: which of them a command has is asked when it is known. */
export const optionsOfAll: NonNullable<ParseArgsConfig['options']> = Object.assign(
  {},
  ...Object.values(commands).map(({ options }) => options ?? {}),
)

const width = Math.max(...Object.keys(commands).map((name) => name.length))

const settingsNote = `Settings come from the environment (MUSTER_…) and from the file of --config; docs/reference/settings.md lists them.`

export const usage = `Usage: muster COMMAND [--config FILE]

${Object.entries(commands)
  .map(([name, { about }]) => `  ${name.padEnd(width)}  ${about}`)
  .join('\n')}

  muster help COMMAND   how to use one of them
  muster --version

${settingsNote}
`

/** How to use one command. */
export const usageOf = (
  name: string,
  { about, words }: Command,
): string => `Usage: muster ${[name, words, '[--config FILE]'].filter(Boolean).join(' ')}

${about.charAt(0).toUpperCase()}${about.slice(1)}.

${settingsNote}
`
