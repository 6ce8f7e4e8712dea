import { Command } from 'commander'
import packageOfCommand from '../../package.json' with { type: 'json' }
import { addHelp } from './help.ts'
import { addNouns } from './nouns.ts'
import { addOperator } from './operator.ts'
import { addSignIn } from './sign-in.ts'
import { addTransfer } from './transfer.ts'

/** A secret may have been given where none is accepted: such values are not repeated. */
const withoutValues = (message: string): string =>
  message
    .replace(/(unknown option '--?[\w-]+)=[^']*/s, '$1')
    .replace(/(but got \d+): .*\./s, '$1.')
    .replace(/(option '[^']*-fd <N>') argument '.*' is invalid/s, '$1 is invalid')

/**
 * The command tree. It loads neither the server nor the SDK: what runs a command is imported when the command runs.
 * Errors of the command line are thrown as `CommanderError`.
 */
export const buildProgram = (): Command => {
  const program = new Command('muster')
    .description(
      'Manages users, groups, projects, roles and everything else of a Muster server, and runs the server.',
    )
    .version(packageOfCommand.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show the help of a command')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      outputError: (text, write) => write(withoutValues(text).replace(/^error: /, 'muster: ')),
    })
    .showHelpAfterError('For help, add --help.')
  program.commandsGroup('Sign-in:')
  addSignIn(program)
  program.commandsGroup('Directory:')
  addNouns(program)
  addTransfer(program)
  program.commandsGroup('Server, on its machine:')
  addOperator(program)
  program.commandsGroup('Help:')
  addHelp(program)
  withoutHelpCommands(program)
  return program
}

/** `muster help user list` is the one help command. */
const withoutHelpCommands = (command: Command): void => {
  command.helpCommand(false)
  command.commands.forEach(withoutHelpCommands)
}
