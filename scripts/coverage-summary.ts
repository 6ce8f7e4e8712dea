import { relative } from 'node:path'
import type { TestEvent } from 'node:test/reporters'

const listed = 15
const percent = (value: number) => `${value.toFixed(1).padStart(5)} %`

/** A test reporter that prints the files with the lowest line coverage, failed tests, and one summary line. */
async function* report(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const { type, data } of source) {
    if (type === 'test:fail' && data.details.type !== 'suite') yield `FAILED ${data.file}: ${data.name}\n`
    if (type !== 'test:coverage') continue
    const { files, totals, workingDirectory } = data.summary
    const lowest = files.toSorted((a, b) => a.coveredLinePercent - b.coveredLinePercent).slice(0, listed)
    yield `\nlowest line coverage of ${files.length} files:\n`
    for (const file of lowest)
      yield `${percent(file.coveredLinePercent)}  ${relative(workingDirectory, file.path)}\n`
    yield `\ncoverage: lines${percent(totals.coveredLinePercent)}, branches${percent(totals.coveredBranchPercent)}, functions${percent(totals.coveredFunctionPercent)}\n`
  }
}

// biome-ignore lint/style/noDefaultExport: the test runner loads the default export of a reporter
export default report
