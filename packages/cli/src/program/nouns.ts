import { type Command, Option } from 'commander'
import type { Field } from '../command/field.ts'
import { isOfDomain } from '../command/names.ts'
import { optionName } from '../command/option-name.ts'
import type { GivenOptions } from '../command/run-verb.ts'
import type { Noun, Verb } from '../command/verb.ts'
import { nouns } from '../nouns/all.ts'
import { addExamples } from './examples.ts'
import {
  debugOption,
  descriptorOption,
  limitOption,
  outputOptions,
  parser,
  profileOption,
  secretFileOption,
  yesOption,
} from './options.ts'

/** The property in which commander stores an option. */
const attributeOf = (name: string, field: Field<unknown>): string =>
  new Option(`--${optionName(name, field)}`).attributeName()

const addField = (command: Command, name: string, field: Field<unknown>): void => {
  const option = optionName(name, field)
  if (field.secret) {
    command.addOption(descriptorOption(option, field.about))
    return
  }
  if (field.value === undefined) {
    command.option(`--${option}`, field.about)
    if (field.negated) command.option(`--no-${option}`, `not: ${field.about}`)
    return
  }
  const made = new Option(`--${option} <${field.value}>`, field.about)
  if (field.choices) made.choices(field.choices)
  const { parse } = field
  if (parse && field.repeated)
    made.argParser((text: string, previous: readonly unknown[] | undefined) => [
      ...(previous ?? []),
      ...parser(parse as (text: string) => readonly unknown[])(text),
    ])
  else if (parse) made.argParser(parser(parse))
  command.addOption(made.makeOptionMandatory(field.required === true))
}

export const addFields = (command: Command, fields: Readonly<Record<string, Field<unknown>>>): void => {
  for (const [name, field] of Object.entries(fields)) addField(command, name, field)
}

/** The values of the options that were given, by field. */
export const givenFields = (
  command: Command,
  fields: Readonly<Record<string, Field<unknown>>>,
): Readonly<Record<string, unknown>> => {
  const options: Readonly<Record<string, unknown>> = command.opts()
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]) => {
      const value = options[attributeOf(name, field)]
      if (value === undefined) return []
      // commander replaces null, the value of an option that clears a field, with an empty text.
      return [[name, value === '' && field.parse ? field.parse('') : value]]
    }),
  )
}

/** Whether `--domain` narrows the names of a verb that has no option for a domain itself. */
const takesDomain = ({ args = {}, fields = {} }: Verb): boolean => {
  const kinds = [...Object.values(args), ...Object.values(fields)].map(({ names }) => names)
  return !kinds.includes('domain') && kinds.some((kind) => kind === 'scope' || (kind && isOfDomain(kind)))
}

const addVerb = (parent: Command, name: string, verb: Verb): void => {
  const command = parent.command(name).description(verb.about)
  for (const [argument, { about }] of Object.entries(verb.args ?? {}))
    command.argument(`<${argument.replaceAll('_', '-').toUpperCase()}>`, about)
  addFields(command, verb.fields ?? {})
  if (takesDomain(verb)) command.option('--domain <DOMAIN>', 'the domain of the named objects (name or id)')
  if (verb.shows === 'rows') command.addOption(limitOption())
  if (verb.shows !== 'sentence') for (const option of outputOptions()) command.addOption(option)
  if (verb.shows === 'secret') command.addOption(secretFileOption())
  if (verb.confirm) command.addOption(yesOption())
  command.addOption(profileOption()).addOption(debugOption())
  addExamples(command, verb.examples)
  command.action(async (...all: unknown[]) => {
    const options = command.opts<Omit<GivenOptions, 'fields'>>()
    const words = all.slice(0, Object.keys(verb.args ?? {}).length) as string[]
    const { runVerb } = await import('../command/run-verb.ts')
    const { domain, ...rest } = options
    await runVerb(verb, words, {
      ...rest,
      fields: givenFields(command, verb.fields ?? {}),
      ...(takesDomain(verb) && domain !== undefined ? { domain } : {}),
    })
  })
}

/** Adds the verbs of a noun to its command. */
export const addVerbs = (noun: Command, { name, parts = {}, verbs }: Noun): void => {
  const groups = new Map(
    Object.entries(parts).map(([part, what]) => [part, noun.command(part).description(what)] as const),
  )
  for (const [words, verb] of Object.entries(verbs)) {
    const [first = '', second] = words.split(' ')
    const group = groups.get(first)
    if (second === undefined) addVerb(noun, first, verb)
    else if (group) addVerb(group, second, verb)
    else throw new TypeError(`The noun ${name} does not say what ${first} is about.`)
  }
}

export const addNouns = (program: Command): void => {
  for (const noun of nouns) addVerbs(program.command(noun.name).description(noun.about), noun)
}
