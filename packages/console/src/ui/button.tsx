import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'

type ButtonProps = Omit<AriaButtonProps, 'children' | 'className' | 'isPending'> & {
  readonly children: ReactNode
  /** `primary`: the one act of a page or dialog. `danger`: it takes something away. `quiet`: it has no border. */
  readonly look?: 'plain' | 'primary' | 'danger' | 'quiet'
  /** The act is under way: the button keeps the focus and does nothing. */
  readonly isPending?: boolean
  readonly className?: string
}

export const Button = ({
  look = 'plain',
  isPending = false,
  type = 'button',
  onPress,
  className = '',
  ...props
}: ButtonProps) => (
  <AriaButton
    {...props}
    {...(isPending || !onPress ? {} : { onPress })}
    type={isPending ? 'button' : type}
    data-busy={isPending}
    className={`button button-${look} ${className}`}
  />
)
