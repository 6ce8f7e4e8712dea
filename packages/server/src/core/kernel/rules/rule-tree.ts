import type { AttributePath } from './attributes.ts'
import type { Template } from './template.ts'

/**
 * A rule after reading and before compiling. Kept as data because the rule book must see which rules refer
 * to which before any of them may run.
 */
export type RuleTree =
  | { readonly kind: 'always' }
  | { readonly kind: 'never' }
  | { readonly kind: 'not'; readonly of: RuleTree }
  | { readonly kind: 'and' | 'or'; readonly of: readonly RuleTree[] }
  | { readonly kind: 'rule'; readonly name: string; readonly at: number }
  | { readonly kind: 'role'; readonly match: Template }
  | { readonly kind: 'attribute'; readonly path: AttributePath; readonly match: Template }
  | { readonly kind: 'literal'; readonly value: Literal; readonly match: Template }

/** `null` is the literal `None`; true, false and whole numbers are kept as Python spells them. */
export type Literal = string | null

type Reference = { readonly name: string; readonly at: number }

/** Every `rule:name` within, in order of appearance, repeated as often as written. */
export const referencesOf = (tree: RuleTree): readonly Reference[] => {
  switch (tree.kind) {
    case 'rule':
      return [tree]
    case 'not':
      return referencesOf(tree.of)
    case 'and':
    case 'or':
      return tree.of.flatMap(referencesOf)
    default:
      return []
  }
}

/** How many checks an answer may cost, other rules not counted. */
export const sizeOf = (tree: RuleTree): number => {
  switch (tree.kind) {
    case 'not':
      return sizeOf(tree.of)
    case 'and':
    case 'or':
      return tree.of.reduce((sum, part) => sum + sizeOf(part), 0)
    default:
      return 1
  }
}
