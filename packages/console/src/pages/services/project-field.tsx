import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useEffect, useRef, useState } from 'react'
import { Button, ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from 'react-aria-components'
import { identity } from '../../app/identity.ts'
import { useMessages } from '../../messages/use-messages.ts'
import { useProjectName } from './place-name.tsx'

type ProjectFieldProps = {
  readonly label: string
  /** The id of the project. */
  readonly value: string
  /** Called when a project is chosen, and when the field is left with another text, which counts as an id. */
  readonly onChange: (id: string) => void
  readonly error?: string | undefined
}

const shown = 20

/** Chooses a project by a part of its name, or takes its id. */
export const ProjectField = ({ label, value, onChange, error }: ProjectFieldProps) => {
  const { services, common } = useMessages()
  const [text, setText] = useState(value)
  const chosen = useRef({ id: value, name: value })
  const searched = useDeferredValue(text.trim())
  const { data: found = [] } = useQuery({
    queryKey: ['projects', 'named', searched],
    queryFn: ({ signal }) =>
      identity.projects
        .list({ filters: { name__icontains: searched }, limit: shown }, { signal })
        .toArray({ limit: shown }),
    enabled: searched !== '',
    placeholderData: keepPreviousData,
  })
  // An id of the address of the page is shown as a name.
  const { data: name } = useProjectName(text !== '' && text === value ? value : '')
  useEffect(() => {
    if (name === undefined) return
    chosen.current = { id: value, name }
    setText(name)
  }, [name, value])
  const leave = () => {
    const typed = text.trim()
    if (typed === chosen.current.name) return
    chosen.current = { id: typed, name: typed }
    onChange(typed)
  }
  return (
    <ComboBox
      className="field"
      inputValue={text}
      onInputChange={setText}
      onChange={(key) => {
        const project = found.find(({ id }) => id === key)
        if (!project) return
        chosen.current = project
        setText(project.name)
        onChange(project.id)
      }}
      onBlur={leave}
      items={found}
      allowsCustomValue
      allowsEmptyCollection
      menuTrigger="input"
      defaultFilter={() => true}
    >
      <Label>{label}</Label>
      <div className="combo">
        <Input className="input" placeholder={services.chooseProject} />
        <Button className="combo-button">
          <span aria-hidden="true" className="chevron" />
        </Button>
      </div>
      {error === undefined ? null : (
        <span role="alert" className="field-error">
          {error}
        </span>
      )}
      <Popover className="popover">
        <ListBox
          className="list-box"
          renderEmptyState={() => <p className="table-note">{common.nothingFound}</p>}
        >
          {(project: (typeof found)[number]) => (
            <ListBoxItem id={project.id} textValue={project.name} className="list-box-item">
              <bdi>{project.name}</bdi> <bdi className="hint">{project.domainId}</bdi>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}
