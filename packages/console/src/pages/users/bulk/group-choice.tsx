import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { muster } from '../../../app/client.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import type { BulkObject } from './bulk-actions.ts'

type GroupChoiceProps = {
  readonly domainId: string
  readonly onChange: (object: BulkObject) => void
}

/** Groups offered. */
const offered = 200

/** A group of the domain that Muster itself manages. */
export const GroupChoice = ({ domainId, onChange }: GroupChoiceProps) => {
  const { users } = useMessages()
  const [groupId, setGroupId] = useState<string | null>(null)
  const { data, error, refetch } = useQuery({
    queryKey: ['groups', 'choice', domainId],
    queryFn: async ({ signal }) =>
      (await muster.groups.list({ domain_id: domainId, limit: offered }, { signal }).page()).items,
  })
  const groups = (data ?? []).filter(({ managed_by }) => managed_by === null)
  return (
    <div className="form">
      {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null}
      <SelectField
        label={users.group}
        options={groups
          .map(({ id, name }) => ({ value: id, label: name }))
          .toSorted((one, other) => one.label.localeCompare(other.label))}
        value={groupId}
        onChange={(id) => {
          setGroupId(id)
          onChange({ group_id: id })
        }}
      />
    </div>
  )
}
