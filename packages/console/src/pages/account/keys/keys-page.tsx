import '../account.css'
import { useState } from 'react'
import { muster } from '../../../app/client.ts'
import { useMe } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { ApplicationCredentials } from '../../user/application-credentials.tsx'
import { ListState } from '../list-state.tsx'
import { keysKey } from '../query-keys.ts'
import { usePages } from '../use-pages.ts'
import { CreateKeyDialog, type NewKeyKind } from './create-key-dialog.tsx'
import { KeyItem } from './key-item.tsx'
import { SecretDialog, type ShownSecret } from './secret-dialog.tsx'

export const KeysPage = () => {
  const { account } = useMessages()
  const { keys, credentials } = account
  const { user, authority } = useMe()
  const [created, setCreated] = useState<NewKeyKind>()
  const [secret, setSecret] = useState<ShownSecret>()
  const list = usePages(keysKey, (cursor, signal) =>
    muster.apiKeys.list({ limit: 50 }, { signal }).page(cursor),
  )
  return (
    <>
      <PageHeader title={account.pages.keys}>
        {user.developer ? (
          <Button look="primary" onPress={() => setCreated('key')}>
            {keys.create}
          </Button>
        ) : null}
      </PageHeader>
      <p className="account-note">{user.developer ? keys.note : keys.notDeveloper}</p>
      <ul className="account-inbox">
        {list.rows.map((key) => (
          <KeyItem key={key.id} apiKey={key} onSecret={setSecret} />
        ))}
      </ul>
      <ListState list={list} empty={keys.none} />
      <ApplicationCredentials user={user} />
      {user.developer && authority.scope.type === 'project' ? (
        <div>
          <Button onPress={() => setCreated('credential')}>{credentials.create}</Button>
        </div>
      ) : (
        <p className="account-note">{credentials.note}</p>
      )}
      <CreateKeyDialog kind={created} onClose={() => setCreated(undefined)} onSecret={setSecret} />
      <SecretDialog shown={secret} onClose={() => setSecret(undefined)} />
    </>
  )
}
