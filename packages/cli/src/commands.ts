export type CommandOptions = { readonly configFile?: string }

type Command = { readonly about: string; readonly run: (options: CommandOptions) => Promise<void> }

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
  migrate: {
    about: 'bring the schema of the database up to date',
    run: async (options) => (await import('./commands/migrate.ts')).migrateOnly(options),
  },
  'check-config': {
    about: 'read the settings and the rules, and say what is wrong with them',
    run: async (options) => (await import('./commands/check-config.ts')).checkConfig(options),
  },
}

const width = Math.max(...Object.keys(commands).map((name) => name.length))

export const usage = `Usage: muster COMMAND [--config FILE]

${Object.entries(commands)
  .map(([name, { about }]) => `  ${name.padEnd(width)}  ${about}`)
  .join('\n')}

Settings come from the environment (MUSTER_…) and from FILE; docs/reference/settings.md lists them.
`
