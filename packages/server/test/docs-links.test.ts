import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { glob, readFile } from 'node:fs/promises'
import { test } from 'node:test'

const root = new URL('../../../', import.meta.url)

const pages: string[] = []
for await (const file of glob(['*.md', 'docs/**/*.md', 'interop/*.md'], { cwd: root })) pages.push(file)
const texts = new Map(
  await Promise.all(
    pages.sort().map(async (page) => [page, await readFile(new URL(page, root), 'utf8')] as const),
  ),
)

/** The text without code, where brackets and hashes have other meanings. */
const prose = (text: string) => text.replaceAll(/^```[\s\S]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '')

/** Relative links of a page: the file from the root of the project, and the anchor in it. */
const linksOf = (page: string) =>
  [...prose(texts.get(page) ?? '').matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) => {
    if (/^[a-z]+:/.test(link)) return []
    const { pathname, hash } = new URL(link, `file:///${page}`)
    return [{ link, file: decodeURIComponent(pathname.slice(1)), anchor: hash.slice(1) }]
  })

/** Headings as GitHub anchors. */
const anchorsOf = (text: string): ReadonlySet<string> =>
  new Set(
    [...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/^#+ +(.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )

test('every relative link in the documents leads to an existing file and heading', () => {
  let seen = 0
  const broken = pages.flatMap((page) =>
    linksOf(page).flatMap(({ link, file, anchor }) => {
      seen++
      if (!existsSync(new URL(file, root))) return [`${page}: ${link}`]
      const there = texts.get(file)
      return anchor === '' || there === undefined || anchorsOf(there).has(anchor) ? [] : [`${page}: ${link}`]
    }),
  )
  assert.deepEqual(broken, [])
  assert.ok(seen > 30, `${seen} links were looked at`)
})

test('docs/README.md leads to every page below docs', () => {
  const listed = new Set(linksOf('docs/README.md').map(({ file }) => file))
  const missing = pages.filter(
    (page) => page.startsWith('docs/') && page !== 'docs/README.md' && !listed.has(page),
  )
  assert.deepEqual(missing, [])
})

test('pages that are named as code exist', () => {
  const missing = pages.flatMap((page) =>
    [...(texts.get(page) ?? '').matchAll(/`(docs\/[\w/-]+\.md)`/g)].flatMap(([, file = '']) =>
      existsSync(new URL(file, root)) ? [] : [`${page}: ${file}`],
    ),
  )
  assert.deepEqual(missing, [])
})
