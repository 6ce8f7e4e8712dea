import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { muster } from '../../app/client.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Form } from '../../ui/form.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { runBulkJob } from '../operations/jobs/bulk-runs.ts'

/** Addresses of one bulk job. */
const most = 10_000

/** The addresses in a text, each once: separated by lines, spaces, commas or semicolons. */
const addressesIn = (text: string): readonly string[] => [
  ...new Set(text.split(/[\s,;]+/).filter((part) => part !== '')),
]

export const InviteSeveral = ({ domainId }: { readonly domainId: string }) => {
  const { users } = useMessages()
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const [error, setError] = useState<unknown>()
  const [isPending, setPending] = useState(false)
  const addresses = addressesIn(text)
  const malformed = addresses.filter((address) => !/^[^@]+@[^@]+$/.test(address))
  const problem =
    malformed.length > 0
      ? users.notAddresses(malformed.slice(0, 3).join(', ').slice(0, 200))
      : addresses.length > most
        ? users.tooManyAddresses(most)
        : undefined
  const submit = async () => {
    if (problem !== undefined || addresses.length === 0) return
    setPending(true)
    setError(undefined)
    try {
      const { id } = await muster.bulkJobs.create({
        action: 'invite',
        domain_id: domainId,
        users: { emails: addresses },
      })
      void runBulkJob(id)
      await navigate({ to: '/bulk-jobs/$bulkJobId', params: { bulkJobId: id } })
    } catch (thrown) {
      setError(thrown)
      setPending(false)
    }
  }
  return (
    <Form className="form" isPending={isPending} onSubmit={submit}>
      <TextField
        label={users.addresses}
        hint={users.addressesHint}
        rows={8}
        value={text}
        onChange={setText}
        error={problem}
        isRequired
      />
      {error === undefined ? null : <ErrorNotice error={error} />}
      <div className="toolbar">
        <Button
          type="submit"
          look="primary"
          isPending={isPending}
          isDisabled={problem !== undefined || addresses.length === 0}
        >
          {users.inviteCount(addresses.length)}
        </Button>
      </div>
    </Form>
  )
}
