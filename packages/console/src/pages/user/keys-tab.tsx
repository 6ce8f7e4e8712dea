import type { ApiKey, User } from '@muster/sdk'
import { useState } from 'react'
import { muster } from '../../app/client.ts'
import { useMay, useMe } from '../../app/me.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Time } from '../../ui/time.tsx'
import { keyTones } from '../account/keys/key-item.tsx'
import { SecretDialog, type ShownSecret } from '../account/keys/secret-dialog.tsx'
import { ApplicationCredentials } from './application-credentials.tsx'
import { KeyActs } from './key-acts.tsx'
import { NewKeyDialog } from './new-key-dialog.tsx'
import { PagedTable } from './paged-table.tsx'
import { PlaceLink } from './place-link.tsx'

/** The API keys and application credentials of the user. A person creates the own keys; those of a service user are created here. */
export const KeysTab = ({ user }: { readonly user: User }) => {
  const { account, user: texts, common, users } = useMessages()
  const may = useMay(user.domain_id)
  const isSelf = useMe().user.id === user.id
  const [isCreating, setCreating] = useState(false)
  const [secret, setSecret] = useState<ShownSecret>()
  const mayRotate = isSelf || (user.kind === 'service' && may('identity:update_user'))
  const mayManage = isSelf || may('muster:update_api_key')
  return (
    <>
      {mayRotate && user.kind === 'service' ? (
        <div className="toolbar">
          <Button look="primary" onPress={() => setCreating(true)}>
            {texts.newKey}
          </Button>
        </div>
      ) : (
        <p>{user.kind === 'human' ? texts.keysOfPerson : null}</p>
      )}
      <PagedTable
        label={texts.tabs.keys}
        queryKey={['user', user.id, 'api-keys']}
        page={(cursor, signal) =>
          muster.apiKeys.list({ user_id: user.id, limit: 100 }, { signal }).page(cursor)
        }
        rowKey={(key: ApiKey) => key.id}
        empty={texts.noKeys}
        columns={[
          {
            header: common.name,
            cell: (key) => (
              <>
                <bdi>{key.name}</bdi> <code className="hint">{key.prefix}…</code>
                {key.description ? <bdi className="hint"> {key.description}</bdi> : null}
              </>
            ),
          },
          {
            header: users.status,
            cell: (key) => <Badge tone={keyTones[key.state]}>{account.keys.states[key.state]}</Badge>,
          },
          {
            header: texts.where,
            cell: ({ scope: { type, id } }) => (type === 'none' ? null : <PlaceLink place={{ type, id }} />),
          },
          { header: texts.tabs.roles, cell: (key) => key.roles.map(({ name }) => name).join(', ') },
          { header: texts.lastUsed, cell: (key) => <Time value={key.last_used_at} /> },
          {
            header: texts.expires,
            cell: (key) => (key.expires_at === null ? common.never : <Time value={key.expires_at} />),
          },
          {
            header: common.actions,
            cell: (key) =>
              mayManage ? <KeyActs apiKey={key} mayRotate={mayRotate} onSecret={setSecret} /> : null,
          },
        ]}
      />
      <ApplicationCredentials user={user} />
      <NewKeyDialog user={user} isOpen={isCreating} onClose={() => setCreating(false)} onSecret={setSecret} />
      <SecretDialog shown={secret} onClose={() => setSecret(undefined)} />
    </>
  )
}
