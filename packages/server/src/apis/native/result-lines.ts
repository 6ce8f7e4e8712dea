/** A client that reads its answer at the end must not be flooded: the list of errors has the others. */
const errorsTold = 1000

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

/** Lines of JSON: the first thousand errors, progress, and how the work ended. */
export async function* tellLines<Counts>(
  lines: AsyncIterable<Line<Counts>>,
  showCounts: (counts: Counts) => object,
): AsyncGenerator<string> {
  let told = 0
  for await (const line of lines)
    if (line.kind !== 'wrong' || ++told <= errorsTold)
      yield `${JSON.stringify(shownLine(line, showCounts))}\n`
}
