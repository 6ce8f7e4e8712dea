import { glob, readFile } from 'node:fs/promises'

const src = `${import.meta.dirname}/../src`
const parts = ['core', 'store', 'http', 'crypto', 'formats', 'outbound', 'jobs', 'apis/native']
/** Files that list the codes and do not return them. */
const lists = /\/problem-(?:codes|statuses)\.ts$/

/** Failed authentication has one code for all reasons, except these. */
const shownOfProofs =
  /^(?:authentication_required|session_invalid|api_key_invalid|sign_in_too_old|password_expired|factors_missing)$/

export type SourceFile = { readonly file: string; readonly text: string }

/** Source files that can produce a problem at the native API, without tests. */
export const sourceFiles = async (): Promise<readonly SourceFile[]> => {
  const files: SourceFile[] = []
  for (const part of parts)
    for await (const file of glob(`${part}/**/*.ts`, { cwd: src }))
      if (!file.endsWith('.test.ts') && !lists.test(file))
        files.push({ file, text: await readFile(`${src}/${file}`, 'utf8') })
  return files
}

/** A code with its kind, or with its status where the source states it. */
export type FoundCode = {
  readonly file: string
  readonly code: string
  readonly kind?: string
  readonly status?: number
}
/** An error whose code is not a literal. */
export type Computed = { readonly file: string; readonly kind: string; readonly expression: string }

const literal = /^'([a-z_0-9]+)'$/

/** Functions of a file that create an error with a code from their caller: `const wrong = (code: string) => domainError('invalid', code, …)`. */
const helpersOf = (text: string) =>
  [
    ...text.matchAll(
      /const (\w+) = \(([^)]*)\)(?:: \w+)? =>\s*(?:\{\s*return )?domainError\(\s*'([a-z_]+)',\s*(\w+),/g,
    ),
  ].flatMap(([, name = '', parameters = '', kind = '', code = '']) => {
    const place = parameters.split(',').findIndex((parameter) => parameter.trim().startsWith(`${code}:`))
    return place < 0 ? [] : [{ name, kind, code, place }]
  })

/** The error codes of a file, and the expressions of codes that are computed at run time. */
export const failuresOf = ({
  file,
  text,
}: SourceFile): { readonly found: readonly FoundCode[]; readonly computed: readonly Computed[] } => {
  const helpers = helpersOf(text)
  const input: (readonly [kind: string, expression: string])[] = []
  for (const [, kind = '', expression = ''] of text.matchAll(
    /(?<![\w.])domainError\(\s*(?:'([a-z_]+)'|\w+),\s*((?:`[^`]*`|[^,`])+?),/g,
  ))
    if (!helpers.some((helper) => helper.kind === kind && helper.code === expression))
      input.push([kind, expression])
  for (const { name, kind, place } of helpers) {
    const argument = new RegExp(`^\\s*${'[^,()]+,\\s*'.repeat(place)}([^,()]+?)\\s*[,)]`)
    // A call with an unreadable argument counts as computed.
    for (const { index } of text.matchAll(new RegExp(`(?<![\\w.])${name}(?=\\()`, 'g')))
      input.push([kind, argument.exec(text.slice(index + name.length + 1))?.[1] ?? `a call of ${name}`])
  }
  for (const [, expression = ''] of text.matchAll(/(?<![\w.])notFound\(\s*((?:`[^`]*`|[^,`])+?),/g))
    input.push(['not_found', expression.replace(literal, "'$1_not_found'")])
  const shown = input.filter(
    ([kind, expression]) =>
      kind !== 'unauthenticated' || shownOfProofs.test(literal.exec(expression)?.[1] ?? ''),
  )
  const codes = shown.flatMap(([kind, expression]) => {
    const code = literal.exec(expression)?.[1]
    return code === undefined ? [] : [{ file, code, kind }]
  })
  const computed = shown.flatMap(([kind, expression]) =>
    literal.test(expression) ? [] : [{ file, kind, expression }],
  )
  return { found: codes, computed }
}

const codesBy = (pattern: RegExp, kind: string, { file, text }: SourceFile): readonly FoundCode[] =>
  [...text.matchAll(pattern)].map(([, code = '']) => ({ file, code, kind }))

/** The codes that a file returns without calling `domainError`. */
export const otherCodesOf = (source: SourceFile): readonly FoundCode[] => {
  const { file, text } = source
  if (file === 'store/engine/constraints.ts') return codesBy(/code: '([a-z_]+)'/g, 'conflict', source)
  if (file === 'store/engine/unavailable.ts') return codesBy(/^ {2}([a-z_]+):\s*'/gm, 'unavailable', source)
  if (file === 'apis/native/errors.ts')
    return [
      ...codesBy(/faultProblem\(\s*'([a-z_]+)'/g, 'fault', source),
      ...codesBy(/code: '([a-z_]+)'/g, 'unauthenticated', source),
    ]
  if (!file.startsWith('http/')) return []
  return [...text.matchAll(/status: (\d+),\s*code: '([a-z_]+)'/g)].map(([, status, code = '']) => ({
    file,
    code,
    status: Number(status),
  }))
}
