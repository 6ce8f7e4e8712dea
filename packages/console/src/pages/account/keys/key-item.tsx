import type { ApiKey } from '@muster/sdk'
import { useMessages } from '../../../messages/use-messages.ts'
import { Badge } from '../../../ui/badge.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { Time } from '../../../ui/time.tsx'
import { KeyActs } from '../../user/key-acts.tsx'
import type { ShownSecret } from './secret-dialog.tsx'

type KeyItemProps = { readonly apiKey: ApiKey; readonly onSecret: (shown: ShownSecret) => void }

export const keyTones = { active: 'good', revoked: 'warning', expired: 'bad', deleted: 'bad' } as const

export const KeyItem = ({ apiKey, onSecret }: KeyItemProps) => {
  const { description, keys } = useMessages().account
  const { name, prefix, state, roles, expires_at, last_used_at } = apiKey
  return (
    <li className="card account-team">
      <div>
        <h2 className="account-inbox-title">
          <bdi>{name}</bdi> <Badge tone={keyTones[state]}>{keys.states[state]}</Badge>
        </h2>
        <DescriptionList
          items={[
            [description, apiKey.description],
            [keys.prefix, <code key="prefix">{prefix}</code>],
            [keys.roles, roles.map((role) => role.name).join(', ')],
            [keys.expires, expires_at === null ? keys.never : <Time key="expires" value={expires_at} />],
            [keys.lastUsed, <Time key="used" value={last_used_at} />],
          ]}
        />
      </div>
      <div>
        <KeyActs apiKey={apiKey} mayRotate onSecret={onSecret} />
      </div>
    </li>
  )
}
