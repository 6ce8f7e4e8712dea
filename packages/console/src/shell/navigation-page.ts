import type { Messages } from '@muster/messages/messages.ts'
import type { LinkProps } from '@tanstack/react-router'

/** A page of the navigation and the command palette. `rule`: it is offered to users that the rule allows. */
export type NavigationPage = {
  readonly to: NonNullable<LinkProps['to']>
  readonly name: (messages: Messages) => string
  readonly rule?: string
}
