import { existsSync, readdirSync } from 'node:fs'
import ts from 'typescript'
import { type Query, rulesOf } from '../../packages/server/src/core/kernel/operation.ts'
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

/** The imports from core that a handler uses, through the functions of its API. */
const importsOf = (
  start: ts.Node,
  source: Source,
  sourceOf: (file: URL) => Source | undefined,
): ReadonlySet<Imported> => {
  const found = new Set<Imported>()
  const seen = new Set<ts.Node>()
  const walk = (at: ts.Node, here: Source): void => {
    if (seen.has(at)) return
    seen.add(at)
    if (ts.isIdentifier(at)) follow(at.text, here)
    const name = keyOf(at)
    ts.forEachChild(at, (child) => {
      if (child !== name) walk(child, here)
    })
  }
  const follow = (text: string, here: Source): void => {
    const imported = here.imports.get(text)
    const place = imported ? sourceOf(imported.from) : here
    const node = place?.locals.get(imported?.name ?? text)
    if (place && node) walk(node, place)
    else if (imported) found.add(imported)
  }
  walk(start, source)
  return found
}

/** What an operation of core requires: its rules or its access. Other imports require nothing. */
const requiredBy = async ({ from, name }: Imported): Promise<readonly string[]> => {
  if (!from.pathname.includes('/src/core/')) return []
  const value: unknown = ((await import(from.href)) as Record<string, unknown>)[name]
  if (typeof value !== 'object' || value === null || !('kind' in value)) return []
  const operation = value as Query<never, never, never>
  return operation.access === undefined ? rulesOf(operation) : [operation.access]
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
      const imports = importsOf(node, source, ({ href }) => sources.get(href))
      const found = (await Promise.all([...imports].map(requiredBy))).flat()
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
