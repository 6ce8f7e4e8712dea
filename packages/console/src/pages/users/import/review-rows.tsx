import { useMemo, useState } from 'react'
import { useMay } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import { DomainField, useDomains, useOwnDomain } from '../domain-choice.tsx'
import { guessMapping } from './fields.ts'
import { type Encoding, encodings, type Reading } from './file-text.ts'
import { type ImportPlan, startImport } from './import-run.ts'
import { type Columns, headerOf } from './rows.ts'
import { RowsTable } from './rows-table.tsx'
import { useScan } from './use-scan.ts'

export type OpenedFile = {
  readonly file: File
  readonly reading: Reading
  readonly headers: readonly string[]
  readonly columns: Columns
}

type ReviewRowsProps = {
  readonly opened: OpenedFile
  readonly domain: string | undefined
  readonly onChange: (opened: OpenedFile) => void
  readonly onBack: () => void
}

const separators = [',', ';', '\t', '|'] as const

type Existing = 'skip' | 'username' | 'email'

/** The columns and rows of a file as they will be imported, and the choices for all of them. */
export const ReviewRows = ({ opened, domain: given, onChange, onBack }: ReviewRowsProps) => {
  const { users } = useMessages()
  const { file, reading, headers, columns } = opened
  const domains = useDomains()
  const own = useOwnDomain()
  const [domain, setDomain] = useState(given ?? own)
  const [existing, setExisting] = useState<Existing>('skip')
  const [invite, setInvite] = useState(false)
  const may = useMay(domain)
  const scan = useScan(file, reading, columns)
  const readAgain = async (changed: Reading) => {
    const found = await headerOf(file, changed)
    onChange({ file, reading: changed, headers: found, columns: guessMapping(found) })
  }
  const isMapped =
    reading.format === 'ndjson' || columns.includes(existing === 'email' ? 'email' : 'username')
  const plan = useMemo(
    (): ImportPlan => ({
      file,
      reading,
      headers,
      columns,
      total: scan.total,
      options: {
        domain_id: domain,
        invite,
        ...(existing === 'skip' ? {} : { mode: 'create_or_update', match: existing }),
      },
    }),
    [file, reading, headers, columns, scan.total, domain, invite, existing],
  )
  const mayStart = may('muster:import_users') && isMapped && scan.isDone && !scan.isBroken && scan.total > 0
  return (
    <div className="part">
      <section className="card" aria-label={users.stepReview}>
        <h2>
          <bdi className="clipped">{file.name}</bdi>
        </h2>
        {reading.format === 'csv' ? (
          <div className="toolbar">
            <SelectField
              label={users.separator}
              options={separators.map((value) => ({ value, label: users.separators[value] }))}
              value={separators.find((value) => value === reading.separator) ?? null}
              onChange={(separator) => void readAgain({ ...reading, separator })}
            />
            <SelectField<Encoding>
              label={users.encoding}
              options={encodings.map((value) => ({ value, label: value.toUpperCase() }))}
              value={reading.encoding}
              onChange={(encoding) => void readAgain({ ...reading, encoding })}
            />
          </div>
        ) : null}
        <RowsTable opened={opened} scan={scan} onMap={(mapped) => onChange({ ...opened, columns: mapped })} />
      </section>
      <section className="card" aria-label={users.importOptions}>
        <h2>{users.importOptions}</h2>
        <div className="form">
          <DomainField domains={domains} value={domain} onChange={(id) => setDomain(id ?? own)} />
          <SelectField<Existing>
            label={users.existingUsers}
            options={[
              { value: 'skip', label: users.existing.skip },
              { value: 'username', label: users.existing.username },
              { value: 'email', label: users.existing.email },
            ]}
            value={existing}
            onChange={setExisting}
          />
          {may('muster:invite_user') ? (
            <Checkbox isSelected={invite} onChange={setInvite}>
              {users.inviteOnImport}
            </Checkbox>
          ) : null}
        </div>
        {isMapped ? null : (
          <p className="notice notice-error" role="alert">
            {existing === 'email' ? users.emailNotMapped : users.usernameNotMapped}
          </p>
        )}
        {scan.isBroken ? (
          <p className="notice notice-error" role="alert">
            {users.fileUnreadable}
          </p>
        ) : null}
        <div className="toolbar">
          <Button look="primary" isDisabled={!mayStart} onPress={() => void startImport(plan, false)}>
            {users.importRows(scan.total)}
          </Button>
          <Button isDisabled={!mayStart} onPress={() => void startImport(plan, true)}>
            {users.dryRun}
          </Button>
          <Button look="quiet" onPress={onBack}>
            {users.anotherFile}
          </Button>
        </div>
        <p className="hint">{users.dryRunHint}</p>
      </section>
    </div>
  )
}
