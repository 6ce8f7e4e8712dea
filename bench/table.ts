import type { Line } from './row.ts'

export const count = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3)
export const percent = (part: number): string => `${Math.round(part * 100)} %`
export const times = (factor: number): string => `${factor >= 100 ? Math.round(factor) : factor.toFixed(1)} ×`
export const milliseconds = (ms: number): string => `${ms.toFixed(ms >= 100 ? 0 : ms >= 10 ? 1 : 2)} ms`
export const microseconds = (seconds: number): string =>
  Number.isNaN(seconds) ? '?' : `${Math.round(seconds * 1e6)} µs`

const columns: readonly { readonly title: string; readonly cell: (line: Line) => string | undefined }[] = [
  { title: 'row', cell: ({ name }) => name },
  { title: 'baseline', cell: ({ baseline }) => baseline },
  { title: 'Muster', cell: ({ muster }) => muster },
  { title: 'ratio', cell: ({ ratio }) => ratio },
  { title: 'target', cell: ({ target }) => target },
  { title: 'met', cell: ({ met }) => (met === undefined ? undefined : met ? 'yes' : 'NO') },
  { title: 'p50', cell: ({ p50 }) => p50 },
  { title: 'p99', cell: ({ p99 }) => p99 },
  { title: 'CPU a request', cell: ({ cpu }) => cpu },
  { title: 'peer', cell: ({ peer }) => peer },
]

/** The lines as a Markdown table with straight columns; an empty column is omitted. */
export const table = (lines: readonly Line[]): string => {
  const used = columns.filter(({ cell }) => lines.some((line) => cell(line) !== undefined))
  const grid = [
    used.map(({ title }) => title),
    ...lines.map((line) => used.map(({ cell }) => cell(line) ?? '')),
  ]
  const widths = used.map((_, i) => Math.max(...grid.map((cells) => cells[i]?.length ?? 0)))
  const [head = [], ...rest] = grid.map((cells) =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))),
  )
  const rule = widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [head, rule, ...rest].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
