import assert from 'node:assert/strict'
import { glob, readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const places = ['packages/*/{src,test}/**/*.ts', 'interop/**/*.{ts,py}', 'bench/**/*.ts', 'scripts/**/*.ts']

/** `keystone.md section 6.2`, `arize.md sections 3 and 6`, `security.md section A`. */
const citation =
  /\b([a-z][a-z-]*\.md),? sections? ((?:\d+(?:\.\d+)*|[A-J]\b)(?:(?:, and|,| and|–) \d+(?:\.\d+)*)*)/g

const sectionsOf = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(/^#+ ([0-9A-Z][0-9.]*?)\.?(?: |$)/gm)].map(([, section = '']) => section))

const pageOf = (name: string) => (name === 'security.md' ? 'docs/security.md' : `docs/specs/${name}`)

test('every section of a specification that the code cites exists', async () => {
  const sections = new Map<string, ReadonlySet<string>>()
  const missing: string[] = []
  let count = 0
  for await (const file of glob(places, { cwd: root, exclude: ['**/node_modules/**', '**/.venvs/**'] })) {
    if (file.endsWith('spec-sections.test.ts')) continue
    const text = (await readFile(`${root}/${file}`, 'utf8')).replaceAll(/\n\s*(?:\*|#|\/\/) ?/g, ' ')
    for (const [, page = '', cited = ''] of text.matchAll(citation)) {
      const found = sections.get(page) ?? sectionsOf(await readFile(`${root}/${pageOf(page)}`, 'utf8'))
      sections.set(page, found)
      for (const section of cited.split(/,? and |, |– /)) {
        count++
        if (!found.has(section)) missing.push(`${file}: ${page} section ${section}`)
      }
    }
  }
  assert.ok(count > 100, `found ${count} citations`)
  assert.deepEqual(missing, [])
})
