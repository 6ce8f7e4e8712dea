import type { Command, Option } from 'commander'

/** What can follow a command: its subcommands and options, each with its description. */
export type Candidates = {
  /** The names of the command below `muster`, as in `user list`. */
  readonly path: string
  readonly words: readonly Candidate[]
  readonly options: readonly (Candidate & {
    /** Whether a value follows, and the values that it can have. */
    readonly takesValue: boolean
    readonly choices: readonly string[]
    readonly isFile: boolean
  })[]
  readonly takesFile: boolean
}

export type Candidate = { readonly name: string; readonly about: string }

const isFileName = (text: string) => /FILE/.test(text)

const ofOption = (option: Option): Candidates['options'] =>
  [option.long, option.short].flatMap((name) =>
    name === undefined || name === null
      ? []
      : [
          {
            name,
            about: option.description,
            takesValue: option.required || option.optional,
            choices: option.argChoices ?? [],
            isFile: isFileName(option.flags),
          },
        ],
  )

/** The candidates of every command of the tree. */
export const candidatesOf = (command: Command, path: readonly string[] = []): readonly Candidates[] => {
  const help = command.createHelp()
  return [
    {
      path: path.join(' '),
      words: [
        ...command.commands.map((child) => ({ name: child.name(), about: child.description() })),
        ...command.registeredArguments.flatMap(({ argChoices = [], description }) =>
          argChoices.map((name) => ({ name, about: description })),
        ),
      ],
      options: help.visibleOptions(command).flatMap(ofOption),
      takesFile: command.registeredArguments.some((argument) => isFileName(argument.name())),
    },
    ...command.commands.flatMap((child) => candidatesOf(child, [...path, child.name()])),
  ]
}
