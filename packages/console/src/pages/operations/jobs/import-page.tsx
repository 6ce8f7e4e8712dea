import '../operations.css'
import type { ImportCounts, ImportError } from '@muster/sdk'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { FileTrigger } from 'react-aria-components'
import { muster } from '../../../app/client.ts'
import { useLanguage } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { Time } from '../../../ui/time.tsx'
import { ObjectLink } from '../object-link.tsx'
import { DeleteJob } from './delete-job.tsx'
import { JobErrors } from './job-errors.tsx'
import { JobState, useStopReason } from './job-state.tsx'
import { Progress } from './progress.tsx'
import { RunNotice } from './run-notice.tsx'
import { useRun } from './use-run.ts'

/** The longest time of one request that sends rows, in milliseconds: a day. */
const longestSending = 86_400_000

export const ImportPage = () => {
  const { messages, language } = useLanguage()
  const { common } = messages
  const { jobs } = messages.operations
  const { fields } = jobs
  const { importId: id } = useParams({ from: '/shell/imports/$importId' })
  const reasonOf = useStopReason()
  const [file, setFile] = useState<File>()
  const key = ['imports', id]
  const {
    data: job,
    error,
    refetch,
  } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => muster.imports.get(id, { signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? 2000 : false),
  })
  const {
    run,
    interrupt,
    isRunning,
    counts,
    end,
    error: failed,
  } = useRun<ImportCounts>({
    keys: [key, ['imports', 'list']],
    async *lines(signal) {
      const rows = new Uint8Array((await file?.arrayBuffer()) ?? new ArrayBuffer(0))
      const format = job?.format ?? 'csv'
      yield* muster.imports.sendRows(id, rows, { format, signal, timeout: longestSending, retries: 0 })
    },
  })
  const trail = <Link to="/jobs">{jobs.imports}</Link>
  if (!job)
    return (
      <>
        <PageHeader title={jobs.oneImport} trail={trail} />
        {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : <p>{common.loading}</p>}
      </>
    )
  const number = (count: number) => count.toLocaleString(language)
  const { rows_done: done, created, updated, unchanged, failed: failures } = { ...job, ...counts }
  const canSend = !isRunning && (job.state === 'waiting' || job.state === 'stopped')
  return (
    <>
      <PageHeader title={jobs.modeOf(job.mode, job.dry_run)} trail={trail}>
        {isRunning ? (
          <Button onPress={interrupt}>{jobs.interrupt}</Button>
        ) : (
          <DeleteJob
            kind="imports"
            title={jobs.deleteImport}
            about={jobs.deleteImportAbout(number(created + updated))}
            onDelete={() => muster.imports.delete(id)}
          />
        )}
      </PageHeader>
      <RunNotice end={isRunning ? undefined : end} error={failed} />
      {isRunning || job.state === 'running' ? (
        <Progress label={jobs.progress} done={done} total={null} text={jobs.rowsDone(done)} />
      ) : null}
      {canSend ? (
        <section className="card" aria-labelledby="send-rows">
          <h2 id="send-rows">{job.state === 'waiting' ? jobs.sendRows : jobs.resume}</h2>
          <p>{job.state === 'waiting' ? jobs.sendRowsAbout : jobs.resumeAbout(number(done))}</p>
          <div className="toolbar">
            <FileTrigger
              acceptedFileTypes={job.format === 'csv' ? ['.csv', 'text/csv'] : ['.ndjson', '.jsonl']}
              onSelect={(files) => setFile(files?.[0])}
            >
              <Button>{jobs.chooseFile}</Button>
            </FileTrigger>
            <bdi>{file?.name}</bdi>
            <Button look="primary" isDisabled={!file} onPress={run}>
              {job.state === 'waiting' ? jobs.start : jobs.resume}
            </Button>
          </div>
        </section>
      ) : null}
      <section className="card">
        <DescriptionList
          items={[
            [fields.state, <JobState key="s" state={isRunning ? 'running' : job.state} />],
            [fields.stoppedBy, isRunning ? null : reasonOf(job.stopped_by)],
            [fields.rows, number(done)],
            [fields.createdUsers, number(created)],
            [fields.updatedUsers, number(updated)],
            [fields.unchanged, number(unchanged)],
            [fields.failed, number(failures)],
            [fields.format, job.format === 'csv' ? 'CSV' : 'NDJSON'],
            [fields.match, jobs.matches[job.match]],
            [fields.invite, job.invite ? common.yes : common.no],
            [fields.domain, <ObjectLink key="d" type="domain" id={job.domain_id} />],
            [
              fields.by,
              job.created_by === null ? (
                jobs.operator
              ) : (
                <ObjectLink key="u" type="user" id={job.created_by} />
              ),
            ],
            [fields.created, <Time key="c" value={job.created_at} />],
            [fields.changedAt, <Time key="t" value={job.updated_at} />],
          ]}
        />
      </section>
      {failures === 0 ? null : (
        <JobErrors<ImportError>
          id={id}
          title={jobs.errors}
          listKey={[...key, 'errors']}
          page={(cursor, signal) => muster.imports.errors(id, { limit: 200 }, { signal }).page(cursor)}
          subject={{ key: 'field', header: fields.field, cell: ({ field }) => field }}
        />
      )}
    </>
  )
}
