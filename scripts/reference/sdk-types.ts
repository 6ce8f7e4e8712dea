import { readdir } from 'node:fs/promises'
import { formatted } from './formatted.ts'

/** The parts of JSON Schema that the contract uses. */
type Schema = {
  readonly type?: string
  readonly description?: string
  readonly format?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly patternProperties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: boolean | Schema
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
}

const folder = new URL('../../packages/contract/src/native/', import.meta.url)
const modules = (await readdir(folder)).filter((file) => file.endsWith('.ts')).sort()

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && ('type' in value || 'anyOf' in value)

/** Schemas that are worth a name: objects and unions of objects. */
const isNamed = ({ properties, patternProperties, anyOf }: Schema): boolean =>
  properties !== undefined || patternProperties !== undefined || anyOf?.every(isNamed) === true

/** Equal schemas are one type, whether they are optional somewhere or not. */
const keyOf = (schema: Schema): string => JSON.stringify(schema)

const literal = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : String(value))

const typeOf = (schema: Schema, names: ReadonlyMap<string, string>): string => {
  const name = names.get(keyOf(schema))
  if (name !== undefined) return name
  if (schema.const !== undefined) return literal(schema.const)
  if (schema.enum) return schema.enum.map(literal).join(' | ')
  if (schema.anyOf) return schema.anyOf.map((one) => typeOf(one, names)).join(' | ')
  if (schema.patternProperties)
    return `Readonly<Record<string, ${Object.values(schema.patternProperties)
      .map((one) => typeOf(one, names))
      .join(' | ')}>>`
  switch (schema.type) {
    case 'object':
      return schema.properties && Object.keys(schema.properties).length > 0
        ? membersOf(schema, names)
        : 'Readonly<Record<string, unknown>>'
    case 'array': {
      const item = schema.items ? typeOf(schema.items, names) : 'unknown'
      return /[|{]/.test(item) ? `readonly (${item})[]` : `readonly ${item}[]`
    }
    case 'integer':
    case 'number':
      return 'number'
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type
    default:
      return 'unknown'
  }
}

const comment = ({ description, format, anyOf }: Schema): string => {
  const inner = anyOf?.find((one) => one.type !== 'null')
  const text = description ?? inner?.description
  const time = (format ?? inner?.format) === 'date-time' ? 'RFC 3339, UTC.' : undefined
  const line = [text, time].filter((part) => part !== undefined).join(' ')
  return line === '' ? '' : `/** ${line.replaceAll('*/', '*\\/')} */\n`
}

const membersOf = (
  { properties = {}, required = [] }: Schema,
  names: ReadonlyMap<string, string>,
): string => {
  const members = Object.entries(properties).map(([name, schema]) => {
    const optional = required.includes(name) ? '' : '?'
    const undefinable = required.includes(name) ? '' : ' | undefined'
    return `${comment(schema)}readonly ${name}${optional}: ${typeOf(schema, names)}${undefinable}`
  })
  return `{\n${members.join('\n')}\n}`
}

/** The types of the native API as plain interfaces, from the schemas of the contract. */
export const writeSdkTypes = async (): Promise<string> => {
  const schemas: [name: string, schema: Schema][] = []
  for (const file of modules)
    for (const [name, value] of Object.entries(await import(new URL(file, folder).href)))
      if (/^[A-Z]/.test(name) && isSchema(value) && isNamed(value)) schemas.push([name, value])
  const { ProblemType } = await import(new URL('shapes.ts', folder).href)
  const names = new Map([
    ...schemas.map(([name, schema]) => [keyOf(schema), name] as const),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a template literal type
    [keyOf(ProblemType), '`/problems/${ErrorCode}`'] as const,
  ])
  const declarations = schemas.map(([name, schema]) => {
    const others = new Map([...names].filter(([, other]) => other !== name))
    const head = comment({ ...schema, anyOf: [] })
    return schema.properties && Object.keys(schema.properties).length > 0
      ? `${head}export interface ${name} ${membersOf(schema, others)}`
      : `${head}export type ${name} = ${typeOf(schema, others)}`
  })
  const { problemCodes } = await import(new URL('problem-codes.ts', folder).href)
  const codes = Object.values(problemCodes as Record<string, readonly string[]>).flat()
  const text = [
    '// Generated from packages/contract/src/native by `npm run docs`.',
    ...declarations,
    `/** The error codes of the native API; later versions add codes. */\nexport type ErrorCode = ${codes.map(literal).join(' | ')}`,
  ].join('\n\n')
  return formatted(text)
}
