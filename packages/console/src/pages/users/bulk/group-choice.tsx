import type { Group } from '@muster/sdk'
import { useState } from 'react'
import { useMessages } from '../../../messages/use-messages.ts'
import { LookupField } from '../../../ui/lookup-field.tsx'
import { groupLookup } from '../../directory/lookups.ts'
import type { BulkObject } from './bulk-actions.ts'

type GroupChoiceProps = {
  readonly domainId: string
  readonly onChange: (object: BulkObject | undefined) => void
}

/** A group of the domain. The server rejects those that a directory manages. */
export const GroupChoice = ({ domainId, onChange }: GroupChoiceProps) => {
  const { users } = useMessages()
  const [group, setGroup] = useState<Group>()
  return (
    <div className="form">
      <LookupField
        label={users.group}
        lookup={groupLookup(domainId)}
        value={group}
        onChange={(chosen) => {
          setGroup(chosen)
          onChange(chosen && { group_id: chosen.id })
        }}
      />
    </div>
  )
}
