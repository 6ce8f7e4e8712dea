import '../operations.css'
import type { Message } from '@muster/sdk'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { muster } from '../../../app/client.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { type Column, DataTable } from '../../../ui/data-table/data-table.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import { Time } from '../../../ui/time.tsx'
import { useRefreshWhile } from '../use-refresh-while.ts'
import { UserName } from '../user-name.tsx'
import { messageStates } from './mail-search.ts'
import { MailState, useTemplateName } from './mail-state.tsx'
import { MessageDialog } from './message-dialog.tsx'

const all = 'all'

/** Whether the message is due within the next seconds. */
const isDue = ({ state, next_attempt_at: next }: Message): boolean =>
  state === 'queued' && next !== null && Date.parse(next) < Date.now() + 10_000

/** The mail queue: what waits, what was sent, and what could not be delivered. */
export const MailPage = () => {
  const { operations, common } = useMessages()
  const { mail } = operations
  const templateName = useTemplateName()
  const search = useSearch({ from: '/shell/mail' })
  const navigate = useNavigate({ from: '/mail' })
  const [opened, setOpened] = useState<Message>()
  const key = ['messages', search]
  useRefreshWhile(key, isDue)
  const columns: readonly Column<Message>[] = [
    {
      id: 'created',
      header: mail.fields.created,
      width: 210,
      cell: (m) => <Time value={m.created_at} />,
    },
    { id: 'to', header: mail.fields.to, width: 260, cell: ({ to }) => to },
    { id: 'template', header: mail.fields.template, width: 200, cell: (m) => templateName(m.template) },
    { id: 'state', header: mail.fields.state, width: 140, cell: ({ state }) => <MailState state={state} /> },
    { id: 'attempts', header: mail.fields.attempts, width: 120, cell: ({ attempts }) => attempts },
    { id: 'error', header: mail.fields.error, width: 280, cell: ({ last_error }) => last_error },
    {
      id: 'next',
      header: mail.fields.next,
      width: 210,
      cell: (m) => <Time value={m.next_attempt_at} />,
    },
  ]
  return (
    <>
      <PageHeader title={mail.title} />
      <div className="toolbar">
        <SelectField
          label={mail.fields.state}
          value={search.state ?? all}
          onChange={(state) =>
            navigate({
              search: ({ state: _state, ...rest }) => (state === all ? rest : { ...rest, state }),
              replace: true,
            })
          }
          options={[
            { value: all, label: common.all },
            ...messageStates.map((value) => ({ value, label: mail.states[value] })),
          ]}
        />
        {search.user_id === undefined ? null : (
          <Button onPress={() => navigate({ search: ({ user_id: _id, ...rest }) => rest })}>
            <UserName id={search.user_id} />
            <span aria-hidden="true">×</span>
            <span className="visually-hidden">{common.clear}</span>
          </Button>
        )}
      </div>
      <DataTable
        label={mail.title}
        columns={columns}
        list={{
          key,
          page: (cursor, signal) => muster.messages.list({ ...search, limit: 100 }, { signal }).page(cursor),
        }}
        rowKey={({ id }) => id}
        onOpen={setOpened}
        empty={mail.none}
      />
      {opened ? <MessageDialog message={opened} onClose={() => setOpened(undefined)} /> : null}
    </>
  )
}
