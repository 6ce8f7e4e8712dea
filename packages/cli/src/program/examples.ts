import type { Command } from 'commander'

const examples = new WeakMap<Command, readonly string[]>()

/** The examples of a command, for its help and the reference. */
export const examplesOf = (command: Command): readonly string[] => examples.get(command) ?? []

export const addExamples = (command: Command, lines: readonly string[]): Command => {
  examples.set(command, lines)
  return command.addHelpText('after', `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`)
}
