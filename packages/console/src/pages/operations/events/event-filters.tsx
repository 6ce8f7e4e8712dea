import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { Form } from '../../../ui/form.tsx'
import { SuggestionField } from '../../../ui/suggestion-field.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { eventKindsQuery } from './event-kinds-query.ts'
import { conditionNames, conditionsOf, type EventConditions } from './events-search.ts'
import { fromLocalTime, toLocalTime } from './local-time.ts'

type EventFiltersProps = {
  readonly conditions: EventConditions
  readonly onApply: (conditions: EventConditions) => void
}

const subjectOf = (kind: string) => kind.slice(0, kind.lastIndexOf('.'))

/** The conditions of the event log. They take effect when the form is submitted. */
export const EventFilters = ({ conditions, onApply }: EventFiltersProps) => {
  const { operations, common } = useMessages()
  const { fields } = operations.events
  const [draft, setDraft] = useState(conditions)
  // On a narrow screen the conditions would fill it.
  const [isOpen] = useState(
    () => conditionNames.some((name) => conditions[name]) || matchMedia('(min-width: 48rem)').matches,
  )
  const { data: kinds = [] } = useQuery(eventKindsQuery)
  const set = (name: (typeof conditionNames)[number]) => (value: string | undefined) =>
    setDraft((before) => ({ ...before, [name]: value }))
  const submit = () => {
    onApply(conditionsOf(Object.fromEntries(Object.entries(draft).map(([k, v]) => [k, v?.trim()]))))
  }
  const subjects = [...new Set(kinds.map(({ name }) => subjectOf(name)))]
  const text = (name: 'actor_id' | 'subject_id' | 'domain_id') => (
    <TextField label={fields[name]} value={draft[name] ?? ''} onChange={set(name)} spellCheck="false" />
  )
  const time = (name: 'since' | 'until') => (
    <TextField
      label={fields[name]}
      type="datetime-local"
      defaultValue={toLocalTime(conditions[name])}
      onChange={(value) => set(name)(fromLocalTime(value))}
    />
  )
  return (
    <details className="event-filters card" open={isOpen}>
      <summary>{operations.events.filter}</summary>
      <Form className="event-filters-form" aria-label={operations.events.filter} onSubmit={submit}>
        <SuggestionField
          label={fields.kind}
          value={draft.kind ?? ''}
          onChange={set('kind')}
          suggestions={[
            ...subjects.map((subject) => ({
              value: `${subject}.*`,
              about: operations.events.allOf(subject),
            })),
            ...kinds.map(({ name, about }) => ({ value: name, about })),
          ]}
        />
        {text('actor_id')}
        <SuggestionField
          label={fields.subject_type}
          value={draft.subject_type ?? ''}
          onChange={set('subject_type')}
          suggestions={subjects.map((value) => ({ value }))}
        />
        {text('subject_id')}
        {text('domain_id')}
        {time('since')}
        {time('until')}
        <div className="event-filters-actions">
          <Button type="submit" look="primary">
            {common.apply}
          </Button>
          <Button isDisabled={conditionNames.every((name) => !draft[name])} onPress={() => onApply({})}>
            {common.clear}
          </Button>
        </div>
      </Form>
    </details>
  )
}
