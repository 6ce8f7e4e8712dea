import type { Role } from '@muster/sdk'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '../../app/me.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { LookupField } from '../../ui/lookup-field.tsx'
import { announce } from '../../ui/toasts.tsx'
import { ActDialog } from './act-dialog.tsx'
import { FormDialog } from './form-dialog.tsx'
import { ImplicationGraph } from './implication-graph.tsx'
import { addImplication, implicationsQuery, type RoleRef, removeImplication } from './implied-roles.ts'
import { roleLookup } from './lookups.ts'
import { rolesQuery, useRefresh } from './queries.ts'
import { useUndo } from './use-undo.ts'

type Pair = { readonly prior: RoleRef; readonly implied: RoleRef }

/** Which roles come with which, as a graph and as a list in which they are changed. */
export const Implications = () => {
  const { common, directory } = useMessages()
  const may = useMay()
  const refresh = useRefresh()
  const undo = useUndo()
  const { data, error, refetch } = useQuery(implicationsQuery)
  const [isAdding, setAdding] = useState(false)
  const [ending, setEnding] = useState<Pair>()
  const add = async ({ prior, implied }: Pair) => {
    await addImplication(prior, implied)
    await refresh('roles', 'assignments')
  }
  const remove = async ({ prior, implied }: Pair) => {
    await removeImplication(prior, implied)
    await refresh('roles', 'assignments')
  }
  if (data === undefined)
    return error ? (
      <ErrorNotice error={error} onRetry={() => void refetch()} />
    ) : (
      <p className="table-note">{common.loading}</p>
    )
  return (
    <>
      <p>{directory.implicationsHint}</p>
      {data.length === 0 ? <p>{common.none}</p> : <ImplicationGraph rules={data} />}
      {may('identity:create_implied_role') ? (
        <div className="toolbar">
          <Button onPress={() => setAdding(true)}>{directory.addImplication}</Button>
        </div>
      ) : null}
      <ul className="implications" aria-label={directory.implications}>
        {data.map(({ prior, implied }) => (
          <li key={prior.id}>
            <bdi className="strong">{prior.name}</bdi> {directory.implies}
            <ul>
              {implied.map((role) => (
                <li key={role.id}>
                  <bdi>{role.name}</bdi>{' '}
                  {may('identity:delete_implied_role') ? (
                    <Button
                      look="quiet"
                      aria-label={`${common.remove}: ${prior.name} ${directory.implies} ${role.name}`}
                      onPress={() => setEnding({ prior, implied: role })}
                    >
                      {common.remove}
                    </Button>
                  ) : null}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      {isAdding ? (
        <AddImplicationDialog
          onClose={() => setAdding(false)}
          onAdd={async (pair) => {
            await add(pair)
            announce(
              directory.implicationAdded(pair.prior.name, pair.implied.name),
              undo(() => remove(pair)),
            )
          }}
        />
      ) : null}
      {ending === undefined ? null : (
        <ActDialog
          title={directory.removeImplication(ending.prior.name, ending.implied.name)}
          act={common.remove}
          isDanger
          onClose={() => setEnding(undefined)}
          onConfirm={async () => {
            await remove(ending)
            announce(
              directory.implicationRemoved(ending.prior.name, ending.implied.name),
              undo(() => add(ending)),
            )
          }}
        >
          {directory.removeImplicationEffect(ending.prior.name, ending.implied.name)}
        </ActDialog>
      )}
    </>
  )
}

type AddImplicationDialogProps = {
  readonly onClose: () => void
  readonly onAdd: (pair: Pair) => Promise<unknown>
}

const AddImplicationDialog = ({ onClose, onAdd }: AddImplicationDialogProps) => {
  const { common, directory } = useMessages()
  const { data: roles = [] } = useQuery(rolesQuery())
  const [prior, setPrior] = useState<Role>()
  const [implied, setImplied] = useState<Role>()
  const pair = prior && implied ? { prior, implied } : undefined
  return (
    <FormDialog
      title={directory.addImplication}
      act={common.add}
      isComplete={pair !== undefined}
      onClose={onClose}
      onSubmit={async () => (pair === undefined ? undefined : onAdd(pair))}
    >
      <LookupField
        label={directory.priorRole}
        lookup={roleLookup(roles)}
        value={prior}
        onChange={setPrior}
        autoFocus
      />
      <LookupField
        label={directory.impliedRole}
        lookup={roleLookup(roles)}
        value={implied}
        onChange={setImplied}
      />
      {pair === undefined ? null : (
        <p className="notice">{directory.addImplicationEffect(pair.prior.name, pair.implied.name)}</p>
      )}
    </FormDialog>
  )
}
