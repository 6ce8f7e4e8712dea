import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Form } from '../../ui/form.tsx'
import { Menu } from '../../ui/menu.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { announce } from '../../ui/toasts.tsx'
import { removeView, type SavedView, storedViews, storeView, viewLimits } from './saved-views.ts'
import type { UsersSearch } from './users-search.ts'

/** Names of addresses of the list, kept in this browser. */
export const ViewsMenu = ({ search }: { readonly search: UsersSearch }) => {
  const { users } = useMessages()
  const navigate = useNavigate({ from: '/users' })
  const [views, setViews] = useState(storedViews)
  const [dialog, setDialog] = useState<'save' | 'remove'>()
  const open = (view: SavedView) => void navigate({ search: view.search })
  return (
    <>
      <Menu
        actions={[
          ...views.map((view) => ({ id: `view-${view.name}`, label: view.name, onAction: () => open(view) })),
          { id: 'save', label: users.saveView, onAction: () => setDialog('save') },
          ...(views.length === 0
            ? []
            : [{ id: 'remove', label: users.manageViews, onAction: () => setDialog('remove') }]),
        ]}
      >
        {users.views}
      </Menu>
      <Dialog title={users.saveView} isOpen={dialog === 'save'} onClose={() => setDialog(undefined)}>
        <SaveForm
          onSave={(name) => {
            setViews(storeView({ name, search }))
            setDialog(undefined)
            announce(users.viewSaved(name))
          }}
        />
      </Dialog>
      <Dialog title={users.manageViews} isOpen={dialog === 'remove'} onClose={() => setDialog(undefined)}>
        {views.length === 0 ? <p>{users.noViews}</p> : null}
        <ul className="plain-list">
          {views.map((view) => (
            <li key={view.name}>
              <bdi className="clipped">{view.name}</bdi>
              <Button
                aria-label={users.removeView(view.name)}
                onPress={() => {
                  setViews(removeView(view.name))
                  announce(users.viewRemoved(view.name), () => setViews(storeView(view)))
                }}
              >
                {users.removeViewShort}
              </Button>
            </li>
          ))}
        </ul>
      </Dialog>
    </>
  )
}

const SaveForm = ({ onSave }: { readonly onSave: (name: string) => void }) => {
  const { users, common } = useMessages()
  const [name, setName] = useState('')
  const save = () => {
    if (name.trim() !== '') onSave(name.trim())
  }
  return (
    <Form className="form" onSubmit={save}>
      <TextField
        label={users.viewName}
        hint={users.viewHint}
        value={name}
        onChange={setName}
        maxLength={viewLimits.name}
        isRequired
        autoFocus
      />
      <div className="dialog-actions">
        <Button type="submit" look="primary">
          {common.save}
        </Button>
      </div>
    </Form>
  )
}
