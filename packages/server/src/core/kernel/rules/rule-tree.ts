import type { AttributePath } from './attributes.ts'
import type { Template } from './template.ts'

/**
 * The syntax tree of a rule. The rule book checks the references between all rules before compiling any.
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

/** `null` is the literal `None`; booleans and whole numbers are in Python's spelling. */
export type Literal = string | null

type Reference = { readonly name: string; readonly at: number }

/** Every `rule:name` in the tree, in order, with repeats. */
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

/** The maximum number of checks in the tree, without referenced rules. */
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
