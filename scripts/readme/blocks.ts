import { join } from 'node:path'

/** A fenced block of a Markdown page, and the prose between it and the block before. */
export type Block = {
  readonly language: string
  readonly code: string
  readonly before: string
  /** The line of the page that the code begins on. */
  readonly line: number
}

export const blocksOf = (page: string): readonly Block[] => {
  const blocks: Block[] = []
  let [before, code]: [string[], string[] | undefined] = [[], undefined]
  let [language, begun] = ['', 0]
  for (const [at, line] of page.split('\n').entries()) {
    const fence = /^```(\w*)$/.exec(line)
    if (!fence) (code ?? before).push(line)
    else if (code === undefined) [code, language, begun] = [[], fence[1] ?? '', at + 2]
    else {
      blocks.push({ language, code: code.join('\n'), before: before.join('\n'), line: begun })
      ;[before, code] = [[], undefined]
    }
  }
  return blocks
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`
const installs = (text: string) => [...text.matchAll(/`(pip install [^`]+)`/g)].map(([, line = '']) => line)

/** One script of all blocks. Each `pip install` uses a new virtual environment. */
export const scriptOf = (blocks: readonly Block[], folder: string): string => {
  const lines = ['set -euo pipefail']
  const environment = (install: string) => {
    const venv = join(folder, `venv-${lines.length}`)
    lines.push(
      `python3 -m venv ${quoted(venv)}`,
      `source ${quoted(join(venv, 'bin', 'activate'))}`,
      `echo ${quoted(`$ ${install}`)} >&2`,
      `${install.replace('pip install', 'pip install --quiet')} || exit 75`,
    )
  }
  for (const { language, code, before, line } of blocks) {
    lines.push(`echo ${quoted(`\n--- README.md line ${line}`)} >&2`)
    for (const install of installs(before)) environment(install)
    if (language === 'python') {
      const [first = ''] = code.split('\n')
      if (first.startsWith('# pip install')) environment(first.slice(2))
      lines.push(`cat > ${quoted(join(folder, 'snippet.py'))} <<'END_OF_SNIPPET'\n${code}\nEND_OF_SNIPPET`)
      lines.push(`python ${quoted(join(folder, 'snippet.py'))}`)
    } else if (language === 'ts') {
      lines.push(`cat > first.ts <<'END_OF_SNIPPET'\n${code}\nEND_OF_SNIPPET`, 'npx node first.ts')
    } else lines.push(code)
  }
  return lines.join('\n')
}
