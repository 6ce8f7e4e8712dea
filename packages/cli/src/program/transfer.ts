import { type Command, Option } from 'commander'
import { importNoun } from '../nouns/import.ts'
import { userConditions } from '../nouns/user-fields.ts'
import { fileFormats } from '../transfer/file-format.ts'
import { addExamples } from './examples.ts'
import { addFields, addVerbs, givenFields } from './nouns.ts'
import { configOption, debugOption, profileOption } from './options.ts'

const formatOption = () =>
  new Option('--format <FORMAT>', 'the format of the file; default: its extension, and NDJSON for -').choices(
    fileFormats,
  )
const offlineOption = () =>
  new Option('--offline', 'use the database of the server on this machine directly, as the operator')

/** The conditions of exports: the domain is an option of its own. */
const { domain_id: _domain, ...conditions } = userConditions

export const addTransfer = (program: Command): void => {
  const importCommand = program
    .command('import')
    .description('import users from a file, or show imports')
    .argument('[FILE]', 'an NDJSON or CSV file, or - for standard input')
    // The options of `import list` belong to it, even where `import` has one of the same name.
    .enablePositionalOptions()
    .addOption(formatOption())
    .option('--domain <DOMAIN>', 'the domain of the users (name or id)')
    .addOption(
      new Option('--update <FIELD>', 'change existing users too, which this field identifies').choices([
        'username',
        'email',
      ]),
    )
    .option('--invite', 'invite new users without a password hash')
    .option('--dry-run', 'report the result of each row without any change')
    .option('--errors <FILE>', 'append the failed rows to this file as NDJSON')
    .option('--resume <ID>', 'continue an import that was interrupted')
    .addOption(offlineOption())
    .addOption(configOption())
    .addOption(profileOption())
    .addOption(debugOption())
    .action(async (file: string | undefined, options) => {
      if (file === undefined) importCommand.error('muster: give a file, or - for standard input.')
      else await (await import('../transfer/import-users.ts')).importUsers(file, options)
    })
  addExamples(importCommand, [
    'muster import people.csv',
    'muster import people.csv --update email --dry-run',
    'muster import people.ndjson --resume 3f0c…',
    'muster import list',
  ])
  addVerbs(importCommand, importNoun)

  const exportCommand = program
    .command('export')
    .description('export the users of a domain to a file')
    .argument('<FILE>', 'the new file, or - for standard output')
    .addOption(formatOption())
    .option('--domain <DOMAIN>', 'the domain of the users (name or id)')
  addFields(exportCommand, conditions)
  exportCommand
    .option('--excel', 'write a table that Excel opens with every regional setting')
    .option('--force', 'overwrite the file')
    .addOption(offlineOption())
    .option('--with-password-hashes', 'include password hashes, with --offline')
    .addOption(configOption())
    .addOption(profileOption())
    .addOption(debugOption())
    .action(async (file: string, options) =>
      (await import('../transfer/export-users.ts')).exportUsers(file, {
        ...options,
        conditions: givenFields(exportCommand, conditions),
      }),
    )
  addExamples(exportCommand, [
    'muster export people.ndjson',
    'muster export active.csv --filter "status = \'active\'"',
    'muster export people.csv --excel',
    'muster export all.ndjson --offline --with-password-hashes',
  ])
}
