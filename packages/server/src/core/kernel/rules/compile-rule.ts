import { attributeAt } from './attributes.ts'
import type { RuleCredentials } from './credentials.ts'
import type { RuleTree } from './rule-tree.ts'
import { constantOf, fill, type Target, type Template, valueAt } from './template.ts'

export type RuleInput = { readonly credentials: RuleCredentials; readonly target: Target }

/** Resolves `rule:name` to its check. */
export type Lookup = (ruleName: string) => Check

export type Check = (input: RuleInput, lookup: Lookup) => boolean

/**
 * Compiles a rule to closures, so that checks need no parsing. Null matches null in two explicit forms only:
 * `None:%(path)s` (the target has the key with the value null) and `attribute:None` (T20).
 */
export const compileRule = (tree: RuleTree): Check => {
  switch (tree.kind) {
    case 'always':
      return () => true
    case 'never':
      return () => false
    case 'not': {
      const check = compileRule(tree.of)
      return (input, lookup) => !check(input, lookup)
    }
    case 'and': {
      const checks = tree.of.map(compileRule)
      return (input, lookup) => {
        for (const check of checks) if (!check(input, lookup)) return false
        return true
      }
    }
    case 'or': {
      const checks = tree.of.map(compileRule)
      return (input, lookup) => {
        for (const check of checks) if (check(input, lookup)) return true
        return false
      }
    }
    case 'rule':
      return (input, lookup) => lookup(tree.name)(input, lookup)
    case 'role':
      return hasRole(tree.match)
    case 'attribute':
      return attributeEquals(attributeAt(tree.path), tree.match)
    case 'literal':
      return tree.value === null ? isNull(tree.match) : textEquals(tree.value, tree.match)
  }
}

const hasRole = (match: Template): Check => {
  const role = constantOf(match)?.toLowerCase()
  if (role !== undefined) return ({ credentials }) => credentials.roles.includes(role)
  return ({ credentials, target }) => {
    const named = fill(match, target)
    return named !== undefined && credentials.roles.includes(named.toLowerCase())
  }
}

const attributeEquals = (attribute: ReturnType<typeof attributeAt>, match: Template): Check => {
  const constant = constantOf(match)
  if (constant === 'None')
    return ({ credentials }) => {
      const known = attribute(credentials)
      return known === null || known === 'None'
    }
  if (constant !== undefined) return ({ credentials }) => attribute(credentials) === constant
  return ({ credentials, target }) => {
    const known = attribute(credentials)
    return typeof known === 'string' && known === fill(match, target)
  }
}

const textEquals =
  (text: string, match: Template): Check =>
  ({ target }) =>
    text === fill(match, target)

const isNull = (match: Template): Check => {
  const [only] = match
  if (match.length !== 1 || only === undefined) return () => false
  if (typeof only === 'string') return () => only === 'None'
  return ({ target }) => valueAt(target, only.path) === null
}
