import { useQuery } from '@tanstack/react-query'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { SuggestionField } from '../../../ui/suggestion-field.tsx'
import { eventKindsQuery } from '../events/event-kinds-query.ts'

type KindsFieldProps = {
  readonly kinds: readonly string[]
  readonly typed: string
  readonly onChange: (kinds: readonly string[], typed: string) => void
  readonly error: string | undefined
}

/** The event kinds of a webhook: exact, as `user.*`, or `*` for all. */
export const KindsField = ({ kinds, typed, onChange, error }: KindsFieldProps) => {
  const { operations, common } = useMessages()
  const { webhooks, events } = operations
  const { data: known = [] } = useQuery(eventKindsQuery)
  const types = [...new Set(known.map(({ name }) => name.slice(0, name.lastIndexOf('.'))))]
  const add = () => {
    const kind = typed.trim()
    if (kind !== '') onChange(kinds.includes(kind) ? kinds : [...kinds, kind], '')
  }
  return (
    <div className="field">
      <div className="kinds-input">
        <SuggestionField
          label={webhooks.fields.kinds}
          hint={webhooks.kindsHint}
          error={error}
          value={typed}
          onChange={(kind) => onChange(kinds, kind)}
          suggestions={[
            { value: '*', about: webhooks.everyKind },
            ...types.map((type) => ({ value: `${type}.*`, about: events.allOf(type) })),
            ...known.map(({ name, about }) => ({ value: name, about })),
          ]}
        />
        <Button onPress={add} isDisabled={typed.trim() === ''}>
          {common.add}
        </Button>
      </div>
      {kinds.length === 0 ? null : (
        <ul className="kinds" aria-label={webhooks.fields.kinds}>
          {kinds.map((kind) => (
            <li key={kind}>
              <bdi>{kind}</bdi>
              <Button
                look="quiet"
                aria-label={webhooks.removeKind(kind)}
                onPress={() =>
                  onChange(
                    kinds.filter((other) => other !== kind),
                    typed,
                  )
                }
              >
                ×
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
