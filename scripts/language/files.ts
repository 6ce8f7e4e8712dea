import { readdir } from 'node:fs/promises'
import { join, sep } from 'node:path'

const folders = ['packages', 'docs', 'interop', 'bench', 'scripts']
const extensions = /\.(?:ts|mjs|py|md)$/
/** The list itself, the style guide and its test name the words; specifications quote others; the changelog names what was renamed. */
const excluded = [
  /(?:^|\/)(?:node_modules|\.venvs)\//,
  /^scripts\/language\//,
  /^packages\/server\/test\/language\.test\.ts$/,
  /^docs\/style\.md$/,
  /^docs\/specs\//,
  /^CHANGELOG\.md$/,
  // A list of passwords.
  /\/common-passwords\.ts$/,
]

/** The files whose language is checked, relative to the root of the checkout, sorted. */
export const checkedFiles = async (root: string): Promise<readonly string[]> => {
  const top = (await readdir(root)).filter((name) => name.endsWith('.md'))
  const nested = await Promise.all(
    folders.map(async (folder) =>
      (await readdir(join(root, folder), { recursive: true }).catch(() => []))
        .map((name) => join(folder, name).split(sep).join('/'))
        .filter((name) => extensions.test(name)),
    ),
  )
  return [...top, ...nested.flat()].filter((file) => !excluded.some((pattern) => pattern.test(file))).sort()
}

/** Names on disk and on the wire, which stay as they are: migrations, a file of SQLite, an error code, a stored key. */
const wireNames =
  /\d{4}-\d\d-\d\dT\d{4}-[\w-]+|'-journal'|url_\(\?:invalid\|refused\)|\brefused: \{|'refused' in|kept\.refused/g

const isTest = (file: string) => file.startsWith('packages/') && file.includes('/test/')

/** What is checked of a file: of a test its titles, else everything. Lines stay where they are. */
export const checkedText = (file: string, text: string): string =>
  isTest(file)
    ? text
        .split('\n')
        .map((line) => (/\b(?:test|describe|it)\(|onEachDatabase\(/.test(line) ? line : ''))
        .join('\n')
    : text.replaceAll(wireNames, '')
