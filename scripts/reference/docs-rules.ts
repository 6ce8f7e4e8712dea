import { native } from '../../packages/contract/src/native/all.ts'
import { formatted } from './formatted.ts'
import { ruleByName, rulesOfHandlers } from './handler-rules.ts'

/** The rules that allow each operation of the native API, for its documentation pages. */
export const writeOperationRules = async (): Promise<string> => {
  const found = await rulesOfHandlers('native')
  const rules = Object.keys(native).map((name) => [name, found.get(name) ?? ruleByName(name)] as const)
  return formatted(
    `// Generated from the handlers by \`npm run docs\`.\n\nexport const rulesOfOperations: Readonly<Record<string, readonly string[]>> = ${JSON.stringify(Object.fromEntries(rules))}\n`,
  )
}
