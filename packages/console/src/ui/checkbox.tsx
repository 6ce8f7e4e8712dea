import type { ReactNode } from 'react'
import { Checkbox as AriaCheckbox, type CheckboxProps as AriaCheckboxProps } from 'react-aria-components'

type CheckboxProps = Omit<AriaCheckboxProps, 'children' | 'className'> & { readonly children?: ReactNode }

export const Checkbox = ({ children, ...props }: CheckboxProps) => (
  <AriaCheckbox {...props} className="checkbox">
    <span className="checkbox-box" aria-hidden="true" />
    {children}
  </AriaCheckbox>
)
