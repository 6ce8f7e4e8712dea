import '../account.css'
import { useState } from 'react'
import { muster } from '../../../app/client.ts'
import { useMe } from '../../../app/me.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { ListState } from '../list-state.tsx'
import { keysKey } from '../query-keys.ts'
import { usePages } from '../use-pages.ts'
import { CreateKeyDialog } from './create-key-dialog.tsx'
import { KeyRow } from './key-row.tsx'
import { SecretDialog, type ShownSecret } from './secret-dialog.tsx'

export const KeysPage = () => {
  const { account, common } = useMessages()
  const { keys } = account
  const { user } = useMe()
  const [isCreating, setCreating] = useState(false)
  const [secret, setSecret] = useState<ShownSecret>()
  const list = usePages(keysKey, (cursor, signal) =>
    muster.apiKeys.list({ limit: 50 }, { signal }).page(cursor),
  )
  return (
    <>
      <PageHeader title={account.pages.keys}>
        {user.developer ? (
          <Button look="primary" onPress={() => setCreating(true)}>
            {keys.create}
          </Button>
        ) : null}
      </PageHeader>
      <p className="account-note">{user.developer ? keys.note : keys.notDeveloper}</p>
      {list.rows.length === 0 ? null : (
        <div className="account-scroll-x card">
          <table className="plain-table">
            <thead>
              <tr>
                {[keys.name, keys.prefix, keys.roles, keys.expires, keys.lastUsed, common.actions].map(
                  (title) => (
                    <th key={title} scope="col">
                      {title}
                    </th>
                  ),
                )}
              </tr>
            </thead>
            <tbody>
              {list.rows.map((key) => (
                <KeyRow key={key.id} apiKey={key} onSecret={setSecret} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <ListState list={list} empty={keys.none} />
      <CreateKeyDialog isOpen={isCreating} onClose={() => setCreating(false)} onSecret={setSecret} />
      <SecretDialog shown={secret} onClose={() => setSecret(undefined)} />
    </>
  )
}
