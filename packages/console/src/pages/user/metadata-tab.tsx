import type { User } from '@muster/sdk'
import { useMay } from '../../app/me.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { MetadataForm } from './metadata-form.tsx'

const Shown = ({ label, value }: { readonly label: string; readonly value: object }) => (
  // biome-ignore lint/a11y/useSemanticElements: it groups no fields; the card around it is the region of this name
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a text that scrolls must be reachable by keyboard
  <div role="group" className="user-json" aria-label={label} tabIndex={0}>
    <pre dir="auto">{JSON.stringify(value, null, 2)}</pre>
  </div>
)

export const MetadataTab = ({ user }: { readonly user: User }) => {
  const { user: texts } = useMessages()
  const isReadOnly = !useMay(user.domain_id)('identity:update_user')
  const part = (name: 'metadata' | 'public_metadata') => {
    const value = user[name]
    // The user itself does not see its metadata.
    if (value === undefined) return null
    return (
      <section key={name} className="card" aria-label={texts.metadata[name]}>
        <h2>{texts.metadata[name]}</h2>
        <p>{texts.metadataWhat[name]}</p>
        {isReadOnly ? (
          <Shown label={texts.metadata[name]} value={value} />
        ) : (
          <MetadataForm user={user} name={name} value={value} />
        )}
      </section>
    )
  }
  return (
    <>
      {part('metadata')}
      {part('public_metadata')}
    </>
  )
}
