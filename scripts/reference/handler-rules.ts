import { existsSync, readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'
import { allRules } from '../../packages/server/src/core/rules/defaults/all.ts'

const faces = new URL('../../packages/server/src/faces/', import.meta.url)
const ruleNames = new Set(allRules.map(({ name }) => name))

type Imported = { readonly from: URL; readonly name: string }
type Source = {
  readonly imports: ReadonlyMap<string, Imported>
  /** What the file declares at its top, by name. */
  readonly locals: ReadonlyMap<string, ts.Node>
  /** Functions of the objects it declares: the handlers are among them. */
  readonly methods: ReadonlyMap<string, ts.Node>
}

const read = (file: URL): Source => {
  const tree = ts.createSourceFile(file.pathname, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest)
  const imports = new Map<string, Imported>()
  const locals = new Map<string, ts.Node>()
  const methods = new Map<string, ts.Node>()
  for (const statement of tree.statements) {
    if (ts.isImportDeclaration(statement)) readImports(statement, file, imports)
    if (ts.isFunctionDeclaration(statement) && statement.name) locals.set(statement.name.text, statement)
    if (!ts.isVariableStatement(statement)) continue
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (!ts.isIdentifier(name) || !initializer) continue
      locals.set(name.text, initializer)
      const value = bare(initializer)
      if (!ts.isObjectLiteralExpression(value)) continue
      for (const property of value.properties)
        if (property.name && ts.isIdentifier(property.name)) methods.set(property.name.text, property)
    }
  }
  return { imports, locals, methods }
}

const bare = (node: ts.Expression): ts.Expression =>
  ts.isSatisfiesExpression(node) || ts.isAsExpression(node) || ts.isParenthesizedExpression(node)
    ? bare(node.expression)
    : node

const readImports = (statement: ts.ImportDeclaration, file: URL, into: Map<string, Imported>) => {
  const { importClause, moduleSpecifier } = statement
  const named = importClause?.namedBindings
  if (!ts.isStringLiteral(moduleSpecifier) || !moduleSpecifier.text.startsWith('.')) return
  if (importClause?.phaseModifier !== undefined || !named || !ts.isNamedImports(named)) return
  for (const { name, propertyName, isTypeOnly } of named.elements)
    if (!isTypeOnly)
      into.set(name.text, { from: new URL(moduleSpecifier.text, file), name: (propertyName ?? name).text })
}

/** The name of a member, which mentions nothing: a face calls its handlers as core calls its operations. */
const keyOf = (node: ts.Node): ts.Node | undefined => {
  if (ts.isBindingElement(node)) return node.propertyName
  if (ts.isPropertyAccessExpression(node) || ts.isPropertyAssignment(node) || ts.isMethodDeclaration(node))
    return node.name
  return undefined
}

/** Everything imported that the node mentions, itself or through what the file declares. */
const reached = (node: ts.Node, { imports, locals }: Source): readonly Imported[] => {
  const found = new Set<Imported>()
  const seen = new Set<ts.Node>()
  const walk = (at: ts.Node): void => {
    if (seen.has(at)) return
    seen.add(at)
    if (ts.isIdentifier(at)) {
      const imported = imports.get(at.text)
      if (imported) found.add(imported)
      const local = locals.get(at.text)
      if (local) walk(local)
    }
    const key = keyOf(at)
    ts.forEachChild(at, (child) => {
      if (child !== key) walk(child)
    })
  }
  walk(node)
  return [...found]
}

const rulesOf = async ({ from, name }: Imported): Promise<readonly string[]> => {
  if (!from.pathname.includes('/src/core/')) return []
  const value: unknown = ((await import(from.href)) as Record<string, unknown>)[name]
  if (typeof value !== 'object' || value === null || !('kind' in value) || !('rule' in value)) return []
  if (typeof value.rule === 'string') return [value.rule]
  // One operation under several rules: those that its choice spells out.
  return [...String(value.rule).matchAll(/'([\w-]+:\w+)'/g)].flatMap(([, rule = '']) =>
    ruleNames.has(rule) ? [rule] : [],
  )
}

/** The rules that each handler of a face answers to, by the name of its operation, read from the handlers' code. */
export const rulesOfHandlers = async (face: string): Promise<ReadonlyMap<string, readonly string[]>> => {
  const folder = new URL(`${face}/`, faces)
  const rules = new Map<string, readonly string[]>()
  if (!existsSync(folder)) return rules
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  for (const file of files.sort()) {
    const source = read(new URL(file, folder))
    for (const [name, node] of source.methods) {
      const found = (await Promise.all(reached(node, source).map(rulesOf))).flat()
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
