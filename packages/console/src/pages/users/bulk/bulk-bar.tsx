import { useState } from 'react'
import { useMay } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { Menu } from '../../../ui/menu.tsx'
import { type BulkAction, type BulkTarget, countOf, ruleOf } from './bulk-actions.ts'
import { BulkDialog } from './bulk-dialog.tsx'

type BulkBarProps = {
  readonly target: BulkTarget
  readonly actions: readonly BulkAction[]
  /** Chooses all users of the list, if that is possible and not done yet. */
  readonly onSelectAll: (() => void) | undefined
  readonly allLabel: string | undefined
  /** Shown instead of the choice of all. */
  readonly hint: string | undefined
  readonly onClear: () => void
}

/** What can be done with the chosen users. */
export const BulkBar = ({ target, actions, onSelectAll, allLabel, hint, onClear }: BulkBarProps) => {
  const { users, common } = useMessages()
  const may = useMay(target.kind === 'filter' ? target.domainId : target.users[0]?.domain_id)
  const [action, setAction] = useState<BulkAction>()
  const offered = actions.filter((one) => may(ruleOf[one]))
  const count = countOf(target)
  const chosen = () => {
    if (count === undefined) return users.matchingSelected
    return target.kind === 'filter' ? users.allSelected(count) : users.selected(count)
  }
  return (
    <section className="bulk-bar" aria-label={users.selectionActions}>
      <span role="status">{chosen()}</span>
      {offered.length === 0 ? null : (
        <Menu
          actions={offered.map((id) => ({
            id,
            label: users.actions[id],
            isDanger: id === 'delete',
            onAction: () => setAction(id),
          }))}
        >
          {common.actions}
        </Menu>
      )}
      {onSelectAll && allLabel !== undefined ? (
        <Button look="quiet" onPress={onSelectAll}>
          {allLabel}
        </Button>
      ) : null}
      {hint === undefined ? null : <span className="hint">{hint}</span>}
      <Button look="quiet" onPress={onClear}>
        {users.clearSelection}
      </Button>
      {action === undefined ? null : (
        <BulkDialog
          action={action}
          target={target}
          onClose={() => setAction(undefined)}
          onStarted={() => {
            setAction(undefined)
            onClear()
          }}
        />
      )}
    </section>
  )
}
