import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deniedWords } from './language/deny-list.ts'
import { checkedFiles, checkedText } from './language/files.ts'

/** Prints every denied word as `file:line: word: use …` and fails on any. The argument is the root of a checkout. */
const root = process.argv[2] ?? process.cwd()
let count = 0
for (const file of await checkedFiles(root)) {
  const text = checkedText(file, await readFile(join(root, file), 'utf8'))
  for (const { line, word, instead } of deniedWords(text)) {
    process.stderr.write(`${file}:${line}: "${word}": use ${instead}\n`)
    count++
  }
}
if (count > 0) {
  process.stderr.write(`${count} denied words; see docs/style.md\n`)
  process.exitCode = 1
}
