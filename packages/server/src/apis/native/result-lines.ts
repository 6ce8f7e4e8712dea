/** Maximum number of errors in the response; the list of errors has the others. */
const maxErrors = 1000

type Line<Counts> =
  | { readonly kind: 'wrong'; readonly error: object }
  | { readonly kind: 'progress' | 'done'; readonly counts: Counts }
  | { readonly kind: 'stopped'; readonly counts: Counts; readonly code: string; readonly message: string }

const shownLine = <Counts>(line: Line<Counts>, showCounts: (counts: Counts) => object): object => {
  switch (line.kind) {
    case 'wrong':
      return line.error
    case 'progress':
      return showCounts(line.counts)
    case 'done':
      return { state: 'done', ...showCounts(line.counts) }
    case 'stopped':
      return { state: 'stopped', code: line.code, message: line.message, ...showCounts(line.counts) }
  }
}

/** NDJSON lines: the first errors, progress, and the final state. */
export async function* resultLines<Counts>(
  lines: AsyncIterable<Line<Counts>>,
  showCounts: (counts: Counts) => object,
): AsyncGenerator<string> {
  let errors = 0
  for await (const line of lines)
    if (line.kind !== 'wrong' || ++errors <= maxErrors)
      yield `${JSON.stringify(shownLine(line, showCounts))}\n`
}
