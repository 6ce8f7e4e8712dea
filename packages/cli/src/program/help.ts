import { Argument, type Command } from 'commander'
import { exitCodeMeanings } from '../exit-codes.ts'
import { UsageError } from '../usage-error.ts'
import { addExamples } from './examples.ts'

const exitCodesTopic = (): string =>
  `Exit codes:\n\n${[...exitCodeMeanings].map(([code, meaning]) => `  ${String(code).padStart(3)}  ${meaning}`).join('\n')}\n`

/** The command with this path. */
const findCommand = (program: Command, path: readonly string[]): Command =>
  path.reduce((parent, name) => {
    const found = parent.commands.find((command) => command.name() === name)
    if (!found)
      throw new UsageError(`There is no command "${path.join(' ')}". For all commands, run: muster help`)
    return found
  }, program)

export const addHelp = (program: Command): void => {
  program
    .command('help')
    .description('show the help of a command, or of exit-codes')
    .argument('[COMMAND...]', 'the command, as in: user list')
    .action((path: readonly string[]) => {
      if (path.length === 1 && path[0] === 'exit-codes') process.stdout.write(exitCodesTopic())
      else findCommand(program, path).outputHelp()
    })
  const completion = program
    .command('completion')
    .description('print a completion script for a shell')
    .addArgument(new Argument('<SHELL>', 'the shell').choices(['bash', 'zsh', 'fish']))
    .action(async (shell: 'bash' | 'zsh' | 'fish') => {
      const { completionScript } = await import('../completion/completion-script.ts')
      process.stdout.write(completionScript(shell, program))
    })
  addExamples(completion, [
    'source <(muster completion bash)',
    'muster completion zsh > ~/.zfunc/_muster',
    'muster completion fish > ~/.config/fish/completions/muster.fish',
  ])
  program.addHelpText(
    'after',
    '\n  muster help COMMAND      the help of a command, with examples\n  muster help exit-codes   what the exit codes mean',
  )
}
