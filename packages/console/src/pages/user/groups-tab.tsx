import type { Group, User } from '@muster/sdk'
import { useState } from 'react'
import { muster } from '../../app/client.ts'
import { useMay } from '../../app/me.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Form } from '../../ui/form.tsx'
import { announce } from '../../ui/toasts.tsx'
import { groupLookup } from '../directory/lookups.ts'
import { LookUpField } from './look-up-field.tsx'
import { ObjectLink } from './object-name.tsx'
import { PagedTable } from './paged-table.tsx'
import { useUserAct } from './user-query.ts'

const AddGroupForm = ({ user }: { readonly user: User }) => {
  const { user: texts, common } = useMessages()
  const [group, setGroup] = useState('')
  const add = useUserAct(user.id, async () => {
    await muster.groups.addMember(group, user.id)
    announce(common.saved)
    setGroup('')
  })
  const submit = () => {
    if (group !== '') add.mutate()
  }
  return (
    <Form isPending={add.isPending} onSubmit={submit} aria-label={texts.addToGroup}>
      <div className="toolbar">
        <LookUpField
          label={texts.group}
          kind="group"
          lookup={groupLookup(user.domain_id)}
          value={group}
          onChange={setGroup}
        />
        <Button type="submit" isPending={add.isPending} isDisabled={group === ''}>
          {texts.addToGroup}
        </Button>
      </div>
      {add.error ? <ErrorNotice error={add.error} /> : null}
    </Form>
  )
}

/** The groups of the user, whose roles the user has. Those of a directory are changed there. */
export const GroupsTab = ({ user }: { readonly user: User }) => {
  const { user: texts, common } = useMessages()
  const may = useMay(user.domain_id)
  const [leaving, setLeaving] = useState<Group>()
  const remove = useUserAct(user.id, (groupId: string) => muster.groups.removeMember(groupId, user.id))
  const addAgain = useUserAct(user.id, (groupId: string) => muster.groups.addMember(groupId, user.id))
  const name = user.display_name ?? user.username
  const act = (group: Group) => {
    if (group.managed_by !== null) return <span className="hint">{texts.managedGroup}</span>
    if (!may('identity:remove_user_from_group')) return null
    return (
      <Button look="quiet" aria-label={texts.removeFrom(group.name)} onPress={() => setLeaving(group)}>
        {common.remove}
      </Button>
    )
  }
  return (
    <>
      {may('identity:add_user_to_group') ? <AddGroupForm user={user} /> : null}
      <PagedTable
        label={texts.tabs.groups}
        queryKey={['user', user.id, 'groups']}
        page={(cursor, signal) => muster.groups.ofUser(user.id, { limit: 100 }, { signal }).page(cursor)}
        rowKey={(group: Group) => group.id}
        empty={texts.noGroups}
        columns={[
          { header: texts.group, cell: (group) => <ObjectLink kind="group" id={group.id} /> },
          { header: texts.fields.description, cell: (group) => group.description },
          { header: common.actions, cell: act },
        ]}
      />
      {leaving === undefined ? null : (
        <ConfirmDialog
          title={texts.removeFrom(leaving.name)}
          act={common.remove}
          isDanger
          isOpen
          onClose={() => setLeaving(undefined)}
          onConfirm={async () => {
            await remove.mutateAsync(leaving.id)
            announce(texts.removedFrom(leaving.name), () => addAgain.mutate(leaving.id))
          }}
        >
          <p>{texts.removeFromWhat(name, leaving.name)}</p>
        </ConfirmDialog>
      )}
    </>
  )
}
