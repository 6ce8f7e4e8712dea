/** Values are compared as text; a boolean is spelled `True` or `False`, as in Keystone's rules. */
export type TargetValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | { readonly [key: string]: TargetValue }

/**
 * The target of an operation in rules: names from the path at the top level (`user_id`), stored objects under `target`
 * (`target.user.domain_id`). Built by core only (T19). `undefined` and a missing key both mean absent.
 */
export type Target = { readonly [key: string]: TargetValue }

type Placeholder = { readonly path: readonly string[] }

/** The right side of a check: literal text and `%(path)s` placeholders. */
export type Template = readonly (string | Placeholder)[]

/** Keystone exposes client input under these names. Here rules never see client input, so naming it is an error. */
const clientSupplied = new Set(['request_body', 'filter_attr'])

/** `fail` gets the offset within `text`; it must throw. */
export const readTemplate = (text: string, fail: (message: string, at: number) => never): Template => {
  const parts: (string | Placeholder)[] = []
  let literal = ''
  let from = 0
  for (const { 0: found, 1: key, index } of text.matchAll(/%%|%\(([^()]*)\)s|%/g)) {
    literal += text.slice(from, index)
    from = index + found.length
    if (found === '%%') literal += '%'
    else if (key === undefined) fail('only %(name)s and %% may follow a percent sign', index)
    else {
      if (literal !== '') parts.push(literal)
      literal = ''
      parts.push({ path: readPath(key, (message) => fail(message, index)) })
    }
  }
  literal += text.slice(from)
  if (literal !== '') parts.push(literal)
  return parts
}

const readPath = (key: string, fail: (message: string) => never): readonly string[] => {
  const path = key.split('.')
  if (path.includes('')) fail('the name between %( and )s has an empty part')
  if (clientSupplied.has(path[0] ?? ''))
    fail('rules cannot use client input, only stored objects and the path')
  return path
}

/** The value at the path, or `undefined` when absent. Own keys only, so that `%(constructor.name)s` finds nothing. */
export const valueAt = (target: Target, path: readonly string[]): TargetValue => {
  let value: TargetValue = target
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = value[key]
  }
  return value
}

/** The text to compare with; `undefined` when a placeholder is absent, null or an object (T20). */
export const fill = (template: Template, target: Target): string | undefined => {
  let text = ''
  for (const part of template) {
    if (typeof part === 'string') {
      text += part
      continue
    }
    const value = valueAt(target, part.path)
    if (typeof value === 'string') text += value
    else if (typeof value === 'boolean') text += spelled(value)
    else if (typeof value === 'number') text += String(value)
    else return undefined
  }
  return text
}

export const spelled = (value: boolean): string => (value ? 'True' : 'False')

/** The text of a template without placeholders; `undefined` with placeholders. */
export const constantOf = (template: Template): string | undefined => {
  const [only] = template
  return template.length === 1 && typeof only === 'string' ? only : undefined
}
