import type { Messages } from '@muster/messages/messages.ts'
import { reasonOf } from '@muster/messages/reason-of.ts'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { csvOf, download } from '../download.ts'
import { isImportField } from './fields.ts'
import {
  clearRun,
  continueImport,
  type ImportRun,
  ImportStopped,
  pauseRun,
  startImport,
} from './import-run.ts'

type ImportReportProps = {
  readonly run: ImportRun
  /** Called when another file is to be imported. */
  readonly onAnother: () => void
}

/** The rows that failed with the reasons, to be mended and imported again. */
const downloadFailed = ({ plan, errors }: ImportRun, messages: Messages): void => {
  const { headers, reading } = plan
  const rows = errors.map((error) => [
    ...headers.map((_, at) => error.cells[at] ?? ''),
    reasonOf(error, messages.errors),
  ])
  const lines = errors.map(({ line, field, message }) => `${JSON.stringify({ line, field, message })}\n`)
  if (reading.format === 'csv') download('errors.csv', [csvOf([[...headers, 'error'], ...rows])], 'text/csv')
  else download('errors.ndjson', lines, 'application/x-ndjson')
}

export const ImportReport = ({ run, onAnother }: ImportReportProps) => {
  const { users, common } = useMessages()
  const { plan, counts, isDryRun, state } = run
  const isRunning = state === 'running'
  // The browser asks before it closes the page of a running import.
  useEffect(() => {
    if (!isRunning) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [isRunning])
  const title =
    state === 'done'
      ? isDryRun
        ? users.dryRunDone
        : users.importDone
      : state === 'stopped'
        ? users.importStopped
        : isDryRun
          ? users.dryRunRunning
          : users.importRunning
  return (
    <div className="part">
      <section className="card" aria-label={users.stepImport}>
        <div role="status">
          <h2>{title}</h2>
        </div>
        <progress
          aria-label={users.progress}
          max={Math.max(plan.total, 1)}
          value={state === 'done' ? Math.max(plan.total, 1) : counts.rows_done}
        />
        <p>{users.rowsOf(counts.rows_done, plan.total)}</p>
        {run.error instanceof ImportStopped ? (
          <p role="alert" className="notice notice-error">
            <bdi>{run.error.message}</bdi>
          </p>
        ) : run.error === undefined ? null : (
          <ErrorNotice error={run.error} />
        )}
        <DescriptionList
          items={[
            [isDryRun ? users.wouldCreate : users.createdRows, counts.created],
            [isDryRun ? users.wouldUpdate : users.updatedRows, counts.updated],
            [users.unchanged, counts.unchanged],
            [users.failed, counts.failed],
          ]}
        />
        <div className="toolbar">
          {isRunning ? <Button onPress={pauseRun}>{users.pause}</Button> : null}
          {state === 'stopped' ? (
            <Button look="primary" onPress={() => void continueImport()}>
              {users.continue}
            </Button>
          ) : null}
          {state === 'done' && isDryRun && counts.created + counts.updated > 0 ? (
            <Button look="primary" onPress={() => void startImport(plan, false)}>
              {users.importNow(counts.created + counts.updated)}
            </Button>
          ) : null}
          {isRunning || !isDryRun ? null : <Button onPress={clearRun}>{common.back}</Button>}
          {isRunning || isDryRun ? null : (
            <Button
              onPress={() => {
                clearRun()
                onAnother()
              }}
            >
              {users.anotherFile}
            </Button>
          )}
          {state === 'done' && !isDryRun ? <Link to="/users">{users.showUsers}</Link> : null}
        </div>
      </section>
      {run.errors.length === 0 ? null : <FailedRows run={run} />}
    </div>
  )
}

/** Failed rows that are shown at first. */
const shownAtFirst = 100

const FailedRows = ({ run }: { readonly run: ImportRun }) => {
  const messages = useMessages()
  const { users } = messages
  const [isAll, setAll] = useState(false)
  const rows = isAll ? run.errors : run.errors.slice(0, shownAtFirst)
  return (
    <section className="card" aria-label={users.failedRows(run.counts.failed)}>
      <div className="toolbar">
        <h2>{users.failedRows(run.counts.failed)}</h2>
        <Button onPress={() => downloadFailed(run, messages)}>{users.downloadFailed}</Button>
      </div>
      <p className="hint">{users.failedRowsHint}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reachable by keyboard */}
      <section className="rows-frame" tabIndex={0} aria-label={users.errorsTitle}>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{users.line}</th>
              <th scope="col">{users.filterField}</th>
              <th scope="col">{users.reason}</th>
              <th scope="col">{users.row}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ line, field, code, message, cells }) => (
              <tr key={line}>
                <th scope="row">{line}</th>
                <td>{field !== null && isImportField(field) ? users.importFields[field] : (field ?? '–')}</td>
                <td>
                  <bdi>{reasonOf({ code, message }, messages.errors)}</bdi>
                </td>
                <td>
                  <bdi>
                    {cells
                      .filter((cell) => cell !== '')
                      .join(' · ')
                      .slice(0, 160)}
                  </bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {isAll || run.errors.length <= shownAtFirst ? null : (
        <Button onPress={() => setAll(true)}>{users.showAllErrors(run.errors.length)}</Button>
      )}
    </section>
  )
}
