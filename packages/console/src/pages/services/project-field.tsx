import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useRef, useState } from 'react'
import { Button, ComboBox, Input, Label, ListBox, ListBoxItem, Popover, Text } from 'react-aria-components'
import { useMessages } from '../../messages/use-messages.ts'
import { identity } from './identity.ts'

type ProjectFieldProps = {
  readonly label: string
  /** The id of the project. */
  readonly value: string
  readonly onChange: (id: string) => void
  readonly error?: string | undefined
}

const shown = 20

/** Chooses a project by a part of its name, or takes its id. */
export const ProjectField = ({ label, value, onChange, error }: ProjectFieldProps) => {
  const { services } = useMessages()
  const [text, setText] = useState(value)
  const chosen = useRef<{ readonly id: string; readonly name: string }>(undefined)
  const searched = useDeferredValue(text)
  const { data: found = [] } = useQuery({
    queryKey: ['projects', 'named', searched],
    queryFn: ({ signal }) =>
      identity.projects
        .list({ filters: { name__icontains: searched }, limit: shown }, { signal })
        .toArray({ limit: shown }),
    enabled: searched !== '',
    placeholderData: keepPreviousData,
  })
  return (
    <ComboBox
      className="field"
      inputValue={text}
      onInputChange={(typed) => {
        setText(typed)
        // What is not chosen from the list counts as an id.
        onChange(chosen.current?.name === typed ? chosen.current.id : typed.trim())
      }}
      value={value === '' ? null : value}
      onChange={(key) => {
        const project = found.find(({ id }) => id === key)
        if (!project) return
        chosen.current = project
        setText(project.name)
        onChange(project.id)
      }}
      items={found}
      allowsCustomValue
      allowsEmptyCollection
      menuTrigger="input"
      defaultFilter={() => true}
    >
      <Label>{label}</Label>
      <div className="combo-box">
        <Input className="input" />
        <Button className="button button-quiet">
          <span aria-hidden="true">▾</span>
        </Button>
      </div>
      <Text slot="description" className="hint">
        {services.chooseProject}
      </Text>
      <span role="alert" className="field-error">
        {error}
      </span>
      <Popover className="popover">
        <ListBox className="list-box" renderEmptyState={() => <p className="table-note">–</p>}>
          {(project: (typeof found)[number]) => (
            <ListBoxItem id={project.id} textValue={project.name} className="list-box-item">
              <bdi>{project.name}</bdi>
              <span className="hint"> {project.domainId}</span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}
