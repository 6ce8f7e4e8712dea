import { useMessages } from '../../../messages/use-messages.ts'
import { idleChoices, storeIdleMinutes, useIdleMinutes } from '../../../shell/session/idle-limit.ts'
import { SelectField } from '../../../ui/select-field.tsx'
import { Section } from '../section.tsx'

export const IdleSetting = () => {
  const { idle } = useMessages().account
  const minutes = useIdleMinutes()
  return (
    <Section title={idle.title}>
      <div className="form">
        <SelectField
          label={idle.label}
          options={idleChoices.map((choice) => ({ value: String(choice), label: idle.minutes(choice) }))}
          value={String(minutes)}
          onChange={(value) => storeIdleMinutes(Number(value))}
        />
        <p className="hint account-note">{idle.note}</p>
      </div>
    </Section>
  )
}
