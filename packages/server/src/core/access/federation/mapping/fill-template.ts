import type { MappedDomain } from './apply-mapping.ts'
import { toListText } from './list-text.ts'
import { isStorable } from './mapping-input.ts'
import type { DomainTemplates, Template, TextList } from './mapping-rules.ts'
import type { FedValues } from './match-remote.ts'
import type { Steps } from './steps.ts'

/** One value as it is, several in the text form of a list. */
const textOf = (values: readonly string[], steps: Steps): string => {
  for (const value of values) steps.spend(value.length + 1)
  const [first = ''] = values
  return values.length === 1 ? first : toListText(values)
}

/**
 * The text of a template. Undefined when it names nothing: a list has no value left, or the text is empty or cannot be
 * stored. What it would name is then left out.
 */
export const fillTemplate = (template: Template, fed: FedValues, steps: Steps): string | undefined => {
  let text = ''
  for (const part of template) {
    if ('literal' in part) {
      text += part.literal
      continue
    }
    const values = fed[part.index] ?? []
    if (values.length === 0) return undefined
    text += textOf(values, steps)
  }
  steps.spend(text.length + 1)
  return text !== '' && isStorable(text) ? text : undefined
}

/** The texts of a list, without those that name nothing. */
export const fillList = (list: TextList, fed: FedValues, steps: Steps): readonly string[] => {
  if ('index' in list) {
    const values = fed[list.index] ?? []
    for (const value of values) steps.spend(value.length + 1)
    return values.filter((value) => value !== '' && isStorable(value))
  }
  return list.texts.flatMap((template) => fillTemplate(template, fed, steps) ?? [])
}

/** Undefined when one of its texts names nothing: the other alone could be another domain. */
export const fillDomain = (
  { id, name }: DomainTemplates,
  fed: FedValues,
  steps: Steps,
): MappedDomain | undefined => {
  const domainId = id && fillTemplate(id, fed, steps)
  const domainName = name && fillTemplate(name, fed, steps)
  if ((id && domainId === undefined) || (name && domainName === undefined)) return undefined
  return {
    ...(domainId === undefined ? {} : { id: domainId }),
    ...(domainName === undefined ? {} : { name: domainName }),
  }
}

/** Whether a domain is given at all: `{}` is none. */
export const hasDomain = (domain: DomainTemplates | undefined): domain is DomainTemplates =>
  domain !== undefined && (domain.id !== undefined || domain.name !== undefined)
