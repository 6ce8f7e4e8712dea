import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Autocomplete, Header, Input, Menu, MenuItem, MenuSection, SearchField } from 'react-aria-components'
import { useMessages } from '../../messages/use-messages.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { usePaletteEntries } from './use-palette-entries.ts'

/** Goes to a page, a user or a project. */
export const Palette = ({ onClose }: { readonly onClose: () => void }) => {
  const { common } = useMessages()
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const groups = usePaletteEntries(text)
  const entries = groups.flatMap((group) => group.entries)
  return (
    <Dialog title={common.commandPalette} isOpen onClose={onClose}>
      <Autocomplete inputValue={text} onInputChange={setText}>
        <SearchField aria-label={common.commandPlaceholder} autoFocus className="field">
          <Input className="input" placeholder={common.commandPlaceholder} maxLength={200} />
        </SearchField>
        <Menu
          aria-label={common.commandPalette}
          className="list-box"
          renderEmptyState={() => <p className="table-note">{common.nothingFound}</p>}
          onAction={(id) => {
            const entry = entries.find((one) => one.id === id)
            if (!entry) return
            onClose()
            void navigate({ href: entry.href })
          }}
        >
          {groups.map(({ title, entries: shown }) => (
            <MenuSection key={title} aria-label={title}>
              <Header className="palette-title">{title}</Header>
              {shown.map(({ id, name, about }) => (
                <MenuItem key={id} id={id} textValue={name} className="list-box-item palette-item">
                  <bdi>{name}</bdi>
                  {about ? <bdi className="hint">{about}</bdi> : null}
                </MenuItem>
              ))}
            </MenuSection>
          ))}
        </Menu>
      </Autocomplete>
    </Dialog>
  )
}
