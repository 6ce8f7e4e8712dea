import { readFileSync } from 'node:fs'
import ts from 'typescript'

/** An import from another source file of the project. */
export type Imported = { readonly from: URL; readonly name: string }
export type Source = {
  readonly imports: ReadonlyMap<string, Imported>
  /** Top-level declarations by name. */
  readonly locals: ReadonlyMap<string, ts.Node>
  /** Functions in declared objects, such as handlers. */
  readonly methods: ReadonlyMap<string, ts.Node>
}

/** The imports and declarations of a source file of an API. */
export const readSource = (file: URL): Source => {
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
