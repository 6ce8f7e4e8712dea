import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'

type DialogProps = {
  readonly title: string
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly children: ReactNode
  /** `alertdialog` for a confirmation. */
  readonly role?: 'dialog' | 'alertdialog'
}

export const Dialog = ({ title, isOpen, onClose, children, role = 'dialog' }: DialogProps) => (
  <ModalOverlay
    className="overlay"
    isOpen={isOpen}
    isDismissable={role === 'dialog'}
    onOpenChange={(open) => {
      if (!open) onClose()
    }}
  >
    <Modal className="modal">
      <AriaDialog role={role} className="dialog">
        <Heading slot="title" className="dialog-title">
          {title}
        </Heading>
        {children}
      </AriaDialog>
    </Modal>
  </ModalOverlay>
)
