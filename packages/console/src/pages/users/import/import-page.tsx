import { Link, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useMessages } from '../../../messages/use-messages.ts'
import { PageHeader } from '../../../ui/page-header.tsx'
import '../users.css'
import './import.css'
import { ChooseFile } from './choose-file.tsx'
import { ImportReport } from './import-report.tsx'
import { useImportRun } from './import-run.ts'
import { type OpenedFile, ReviewRows } from './review-rows.tsx'

/** Three steps: choose a file, review its columns and rows, watch the import. */
export const ImportPage = () => {
  const { users, common, operations } = useMessages()
  const { domain } = useSearch({ from: '/shell/users/import' })
  const [opened, setOpened] = useState<OpenedFile>()
  const run = useImportRun()
  const step = run ? 2 : opened ? 1 : 0
  return (
    <>
      <PageHeader title={users.importUsers} trail={<Link to="/users">{common.users}</Link>}>
        <Link to="/jobs">{operations.jobs.imports}</Link>
      </PageHeader>
      <ol className="steps">
        {[users.stepFile, users.stepReview, users.stepImport].map((name, at) => (
          <li key={name} aria-current={at === step ? 'step' : undefined}>
            {name}
          </li>
        ))}
      </ol>
      {step === 0 ? <ChooseFile onOpen={setOpened} /> : null}
      {/* It keeps what was chosen while a check of the server is shown. */}
      {opened ? (
        <div hidden={step !== 1}>
          <ReviewRows
            key={`${opened.file.name} ${opened.file.lastModified}`}
            opened={opened}
            domain={domain}
            onChange={setOpened}
            onBack={() => setOpened(undefined)}
          />
        </div>
      ) : null}
      {run ? <ImportReport run={run} onAnother={() => setOpened(undefined)} /> : null}
    </>
  )
}
