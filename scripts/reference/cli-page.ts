import { exitCodeMeanings } from '../../packages/cli/src/exit-codes.ts'
import { examplesOf } from '../../packages/cli/src/program/examples.ts'
import { buildProgram } from '../../packages/cli/src/program/program.ts'
import { code, page, table } from './markdown.ts'

type Command = ReturnType<typeof buildProgram>

/** Text outside of code: what looks like HTML is text. */
const prose = (text: string): string => text.replaceAll('<', '&lt;')

const argumentsOf = (command: Command): readonly string[] =>
  command.registeredArguments.length === 0
    ? []
    : [
        table(
          ['argument', ''],
          command.registeredArguments.map((argument) => [
            code(argument.required ? argument.name() : `[${argument.name()}]`),
            prose(
              `${argument.description}${argument.argChoices ? `: ${argument.argChoices.join(', ')}` : ''}`,
            ),
          ]),
        ),
      ]

/** Options that many commands have; the page describes them once. */
const common = ['output', 'columns', 'limit', 'yes', 'secret-file', 'profile', 'debug', 'config', 'help']

type Options = ReturnType<ReturnType<Command['createHelp']>['visibleOptions']>

const visible = (command: Command): Options => command.createHelp().visibleOptions(command)

const isCommon = ({ long }: Options[number]): boolean => common.includes(long?.slice(2) ?? '')

const optionTable = (options: Options): string =>
  table(
    ['option', ''],
    options.map((option) => [
      code(option.flags),
      prose(
        [
          option.description,
          ...(option.argChoices ? [`: ${option.argChoices.join(', ')}`] : []),
          ...(option.defaultValue === undefined ? [] : [`; default: ${option.defaultValue}`]),
          ...(option.mandatory ? [' (required)'] : []),
        ].join(''),
      ),
    ]),
  )

const optionsOf = (command: Command): readonly string[] => {
  const own = visible(command).filter((option) => !isCommon(option))
  const shared = visible(command).filter((option) => isCommon(option) && option.long !== '--help')
  return [
    ...(own.length === 0 ? [] : [optionTable(own)]),
    ...(shared.length === 0
      ? []
      : [`[Common options](#common-options): ${shared.map(({ long }) => code(long ?? '')).join(', ')}.`]),
  ]
}

const every = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(every)]

/** One option of each name, in the order of `common`. */
const commonOptions = (program: Command): Options => {
  const all = every(program).flatMap(visible)
  return common.flatMap((name) => all.find(({ long }) => long === `--${name}`) ?? [])
}

/** The parts of a command, then those of the commands below it. */
const sections = (command: Command, path: readonly string[]): readonly string[] => {
  const children = command.commands.flatMap((child) => sections(child, [...path, child.name()]))
  const isNoun = command.commands.length > 0 && command.registeredArguments.length === 0
  const depth = path.length === 2 ? '##' : '###'
  const title = `${depth} ${path.join(' ')}`
  const about = `${command.description().charAt(0).toUpperCase()}${command.description().slice(1)}.`
  if (isNoun) return path.length === 2 ? [title, prose(about), ...children] : children
  const usage = command.createHelp().commandUsage(command)
  return [
    title,
    prose(about),
    ['```', usage, '```'].join('\n'),
    ...argumentsOf(command),
    ...optionsOf(command),
    ['```', ...examplesOf(command), '```'].join('\n'),
    ...children,
  ]
}

/** docs/reference/cli.md: every command, from the command tree. */
export const writeCliPage = (): string => {
  const program = buildProgram()
  return page('Commands', [
    'Every command of `muster`, from the command tree. [cli.md](../cli.md) describes profiles, output and names.',
    '## Exit codes',
    table(
      ['exit code', ''],
      [...exitCodeMeanings].map(([number, meaning]) => [String(number), meaning]),
    ),
    '## Common options',
    optionTable(commonOptions(program)),
    ...program.commands.flatMap((command) => sections(command, ['muster', command.name()])),
  ])
}
