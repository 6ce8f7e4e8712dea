import type { native } from '@muster/contract/native/all.ts'
import { type ExampleRequest, exampleRequests } from '@muster/contract/native/example-requests.ts'
import type { Operation } from '@muster/contract/operation.ts'

/** `{user_id}` as the shell variable `$USER_ID`. */
const withVariables = (text: string): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => `$${name.toUpperCase()}`)

const placeholder = /\{\w+\}/

const queryOf = (query: Readonly<Record<string, string>>): string =>
  Object.entries(query)
    .map(
      ([name, value]) =>
        `${name}=${placeholder.test(value) ? withVariables(value) : encodeURIComponent(value)}`,
    )
    .join('&')

/** A here-document: its text needs no quoting. */
const heredoc = (option: string, text: string): string => {
  const label = option.startsWith('--data-binary') ? 'ROWS' : 'JSON'
  const expands = placeholder.test(text)
  return `${option} @- <<${expands ? label : `'${label}'`}\n${expands ? withVariables(text) : text}\n${label}`
}

const dataOf = ({ form }: Operation, { body, rows }: ExampleRequest): string | undefined => {
  if (rows) return heredoc('--data-binary', rows.text.trimEnd())
  if (!body) return undefined
  if (form === 'request')
    return Object.entries(body)
      .map(([name, value]) => `--data-urlencode "${name}=${withVariables(String(value))}"`)
      .join(' \\\n  ')
  const line = JSON.stringify(body, null, 1).replace(/\n\s*/g, ' ')
  const isPlain = line.length <= 70 && !placeholder.test(line) && !line.includes("'")
  return isPlain ? `-d '${line}'` : heredoc('-d', JSON.stringify(body, null, 2))
}

const typeOf = ({ form, method }: Operation, { body, rows }: ExampleRequest): string | undefined => {
  if (rows) return rows.type
  if (!body || form === 'request') return undefined
  return method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
}

/** Examples of paths whose parameter is a name instead of an id. */
const namedPaths: Readonly<Record<string, string>> = {
  getDocsPage: '/docs/users',
  getDocsScript: '/docs/scripts/search.js',
}

/**
 * The curl command of an operation. It uses the variables `MUSTER_URL` and `MUSTER_SECRET`, and one for each id; a test
 * runs it as it is printed.
 */
export const curlOf = (name: string, operation: Operation): string => {
  const example = exampleRequests[name as keyof typeof native] ?? {}
  const path = withVariables(namedPaths[name] ?? operation.path).replace(/^\/$/, '')
  const query = example.query ? `?${queryOf(example.query)}` : ''
  const type = typeOf(operation, example)
  const options = [
    ...(operation.public ? [] : ['-H "Authorization: Bearer $MUSTER_SECRET"']),
    ...Object.entries(example.headers ?? {}).map(([header, value]) => `-H "${header}: ${value}"`),
    ...(type === undefined ? [] : [`-H "Content-Type: ${type}"`]),
    ...[dataOf(operation, example) ?? []].flat(),
  ]
  const method = operation.method === 'GET' ? '' : `-X ${operation.method} `
  return [`curl ${method}"$MUSTER_URL/api/v1${path}${query}"`, ...options].join(' \\\n  ')
}
