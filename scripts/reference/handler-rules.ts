import { existsSync, readdirSync } from 'node:fs'
import ts from 'typescript'
import { allRules } from '../../packages/server/src/core/kernel/rules/defaults/all.ts'
import { type Imported, readSource, type Source } from './source.ts'

const apis = new URL('../../packages/server/src/apis/', import.meta.url)
const ruleNames = new Set(allRules.map(({ name }) => name))

/** The name of a member, which is not a reference: handlers are named like the operations of core. */
const keyOf = (node: ts.Node): ts.Node | undefined => {
  if (ts.isBindingElement(node)) return node.propertyName
  if (ts.isPropertyAccessExpression(node) || ts.isPropertyAssignment(node) || ts.isMethodDeclaration(node))
    return node.name
  return undefined
}

type Found = {
  /** Imports from core, and whether the caller names the rule. */
  readonly imported: Map<Imported, boolean>
  /** Rules that the API names itself. */
  readonly named: Set<string>
  /** A function of the API builds inputs that name the rule. */
  ruledInput: boolean
}

const isRule = (node: ts.Node | undefined): node is ts.StringLiteral =>
  node !== undefined && ts.isStringLiteral(node) && ruleNames.has(node.text)

const takesRule = (node: ts.Node): node is ts.ArrowFunction | ts.FunctionDeclaration =>
  ts.isArrowFunction(node) || ts.isFunctionDeclaration(node)

const ruleOf = (node: ts.Node): ts.ParameterDeclaration | undefined =>
  takesRule(node)
    ? node.parameters.find(({ name }) => ts.isIdentifier(name) && name.text === 'rule')
    : undefined

/** Whether a call names the rule, as text or in a member `rule` that is not merely passed through. */
const namesRule = ({ arguments: given }: ts.CallExpression, handsOn: boolean): boolean =>
  given.some(
    (value) =>
      isRule(value) ||
      (ts.isObjectLiteralExpression(value) &&
        value.properties.some(
          (property) =>
            property.name !== undefined &&
            ts.isIdentifier(property.name) &&
            property.name.text === 'rule' &&
            !(handsOn && ts.isShorthandPropertyAssignment(property)),
        )),
  )

/** Whether a function returns an input that names the rule, such as `{ rule: 'identity:get_user', … }`. */
const answersRule = (node: ts.Node): boolean =>
  (ts.isPropertyAssignment(node) &&
    ts.isIdentifier(node.name) &&
    node.name.text === 'rule' &&
    isRule(node.initializer)) ||
  ts.forEachChild(node, answersRule) === true

/** The default of a parameter (`rule = 'identity:get_user'`) applies only when the caller names no rule. */
type Context = { readonly ruled: boolean; readonly handsOn: boolean }

const collect = (start: ts.Node, source: Source, sourceOf: (file: URL) => Source | undefined): Found => {
  const found: Found = { imported: new Map(), named: new Set(), ruledInput: false }
  const seen = new Set<string>()
  const numbers = new Map<ts.Node, number>()
  const walk = (at: ts.Node, here: Source, context: Context): void => {
    if (!numbers.has(at)) numbers.set(at, numbers.size)
    const key = `${numbers.get(at)} ${context.ruled} ${context.handsOn}`
    if (seen.has(key)) return
    seen.add(key)
    if (isRule(at)) found.named.add(at.text)
    if (ts.isIdentifier(at)) follow(at.text, here, context)
    const rule = ruleOf(at)
    const inside: Context = {
      ruled:
        context.ruled ||
        isRule(rule?.initializer) ||
        (ts.isCallExpression(at) && namesRule(at, context.handsOn)),
      handsOn: context.handsOn || (rule !== undefined && !rule.initializer),
    }
    const name = keyOf(at)
    ts.forEachChild(at, (child) => {
      if (child !== name && !(child === rule && context.ruled)) walk(child, here, inside)
    })
  }
  /** Where the API itself declares the name. */
  const declared = (text: string, here: Source): readonly [ts.Node, Source] | undefined => {
    const imported = here.imports.get(text)
    const place = imported ? sourceOf(imported.from) : here
    const node = place?.locals.get(imported?.name ?? text)
    return place && node && [node, place]
  }
  const follow = (text: string, here: Source, { ruled }: Context): void => {
    const own = declared(text, here)
    if (own) {
      walk(...own, { ruled, handsOn: false })
      found.ruledInput ||= answersRule(own[0])
      return
    }
    const imported = here.imports.get(text)
    if (imported) found.imported.set(imported, ruled && found.imported.get(imported) !== false)
  }
  walk(start, source, { ruled: false, handsOn: false })
  return found
}

const rulesOf = async ({ from, name }: Imported, ruled: boolean): Promise<readonly string[]> => {
  if (!from.pathname.includes('/src/core/')) return []
  const value: unknown = ((await import(from.href)) as Record<string, unknown>)[name]
  if (typeof value !== 'object' || value === null || !('kind' in value) || !('rule' in value)) return []
  if (typeof value.rule === 'string') return [value.rule]
  const choice = String(value.rule)
  if (ruled && choice.startsWith('({ rule =')) return []
  // One operation with several rules: those listed in its choice.
  return [...choice.matchAll(/'([\w-]+:\w+)'/g)].flatMap(([, rule = '']) =>
    ruleNames.has(rule) ? [rule] : [],
  )
}

/** The rules that each handler of an API enforces, by operation, read from the source of the handlers. */
export const rulesOfHandlers = async (api: string): Promise<ReadonlyMap<string, readonly string[]>> => {
  const folder = new URL(`${api}/`, apis)
  const rules = new Map<string, readonly string[]>()
  if (!existsSync(folder)) return rules
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  const sources = new Map(
    files.sort().map((file) => [new URL(file, folder).href, readSource(new URL(file, folder))]),
  )
  for (const source of sources.values()) {
    for (const [name, node] of source.methods) {
      const { imported, named, ruledInput } = collect(node, source, ({ href }) => sources.get(href))
      const found = [
        ...(await Promise.all([...imported].map(([one, ruled]) => rulesOf(one, ruled || ruledInput)))).flat(),
        ...named,
      ]
      if (found.length > 0) rules.set(name, [...new Set(found)])
    }
  }
  return rules
}

/** `createUser` is guarded by `identity:create_user` when there is a rule of that name. */
export const ruleByName = (operation: string): readonly string[] => {
  const snake = operation.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  return [`identity:${snake}`, `muster:${snake}`].filter((name) => ruleNames.has(name))
}
