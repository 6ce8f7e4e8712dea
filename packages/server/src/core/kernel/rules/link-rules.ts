import { clip, type RuleProblem } from './rule-error.ts'
import { type RuleTree, referencesOf, sizeOf } from './rule-tree.ts'

/** The maximum depth of references between rules; bounds the stack of a check. */
const maxHeight = 32
/** The maximum number of checks per decision, references included: ten rules, each naming the next twice, cost 1024. */
const maxCost = 10_000

type Weight = { readonly height: number; readonly cost: number }
const weightless: Weight = { height: 0, cost: 0 }

/** References to unknown rules, cycles, and chains that are too deep or too costly. `defined` may include rules that failed to parse. */
export const linkProblems = (
  trees: ReadonlyMap<string, RuleTree>,
  defined: ReadonlySet<string>,
): readonly RuleProblem[] => {
  const problems: RuleProblem[] = []
  const weights = new Map<string, Weight>()
  const trail = new Set<string>()

  const weigh = (rule: string): Weight => {
    const known = weights.get(rule)
    if (known) return known
    const tree = trees.get(rule)
    if (!tree) return weightless
    if (trail.size > maxHeight) return { height: maxHeight, cost: 0 }
    trail.add(rule)
    let height = 0
    let cost = sizeOf(tree)
    for (const { name, at } of referencesOf(tree)) {
      if (!defined.has(name)) problems.push({ rule, at, message: `there is no rule "${clip(name)}"` })
      else if (trail.has(name)) problems.push({ rule, at, message: `refers to itself: ${loop(name)}` })
      else {
        const below = weigh(name)
        height = Math.max(height, below.height + 1)
        cost += below.cost
      }
    }
    trail.delete(rule)
    if (height > maxHeight) problems.push({ rule, message: `refers through more than ${maxHeight} rules` })
    if (cost > maxCost) problems.push({ rule, message: `may need more than ${maxCost} checks` })
    const weight = height > maxHeight || cost > maxCost ? weightless : { height, cost }
    weights.set(rule, weight)
    return weight
  }

  const loop = (name: string): string => {
    const visited = [...trail]
    return [...visited.slice(visited.indexOf(name)), name].map(clip).join(' → ')
  }

  for (const rule of trees.keys()) weigh(rule)
  return problems
}
