import { useMutation } from '@tanstack/react-query'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { type Action, Menu } from '../../ui/menu.tsx'

type ObjectMenuProps = {
  readonly object: { readonly enabled?: boolean; readonly immutable?: boolean }
  readonly mayChange: boolean
  readonly mayDelete: boolean
  /** Opens the dialog of an act. */
  readonly onAct: (act: 'edit' | 'disable' | 'delete') => unknown
  readonly onEnable?: () => Promise<unknown>
  readonly onProtect?: (immutable: boolean) => Promise<unknown>
}

/** What can be done with the object of a page. A protected object offers only the end of its protection. */
export const ObjectMenu = (props: ObjectMenuProps) => {
  const { object, mayChange, mayDelete, onAct, onEnable, onProtect } = props
  const { common, directory } = useMessages()
  const { enabled, immutable = false } = object
  const { mutate, error, isPending } = useMutation({ mutationFn: (act: () => Promise<unknown>) => act() })
  const actions: (Action | false)[] = [
    mayChange &&
      !immutable &&
      enabled === true && { id: 'disable', label: common.disable, onAction: () => void onAct('disable') },
    mayChange &&
      !immutable &&
      enabled === false &&
      onEnable !== undefined && { id: 'enable', label: common.enable, onAction: () => mutate(onEnable) },
    mayChange &&
      onProtect !== undefined && {
        id: 'protect',
        label: immutable ? directory.unprotect : directory.protect,
        onAction: () => mutate(() => onProtect(!immutable)),
      },
    mayDelete &&
      !immutable && {
        id: 'delete',
        label: common.delete,
        isDanger: true,
        onAction: () => void onAct('delete'),
      },
  ]
  const offered = actions.filter((action) => action !== false)
  return (
    <>
      {mayChange && !immutable ? (
        <Button isPending={isPending} onPress={() => onAct('edit')}>
          {common.edit}
        </Button>
      ) : null}
      {offered.length === 0 ? null : <Menu actions={offered}>{common.actions}</Menu>}
      {error === null ? null : <ErrorNotice error={error} />}
    </>
  )
}
