import type { ReactNode } from 'react'
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { Button } from './button.tsx'

export type Action = {
  readonly id: string
  readonly label: string
  readonly isDanger?: boolean
  readonly onAction: () => void
}

type MenuProps = {
  /** What the button shows. */
  readonly children: ReactNode
  /** Read before what the button shows. */
  readonly label?: string
  readonly actions: readonly Action[]
  readonly look?: 'plain' | 'quiet'
}

/** A button that opens a list of actions. */
export const Menu = ({ children, label, actions, look = 'plain' }: MenuProps) => (
  <MenuTrigger>
    <Button look={look}>
      {label === undefined ? null : <span className="visually-hidden">{label}: </span>}
      {children}
      <span aria-hidden="true" className="chevron" />
    </Button>
    <Popover className="popover">
      <AriaMenu
        className="list-box"
        onAction={(id) => actions.find((action) => action.id === id)?.onAction()}
      >
        {actions.map(({ id, label: text, isDanger }) => (
          <MenuItem key={id} id={id} className={isDanger ? 'list-box-item danger-text' : 'list-box-item'}>
            {text}
          </MenuItem>
        ))}
      </AriaMenu>
    </Popover>
  </MenuTrigger>
)
