import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

type UserLinkProps = { readonly id: string; readonly children: ReactNode }

/** Leads to the page of a user. */
export const UserLink = ({ id, children }: UserLinkProps) => (
  <Link to="/users/$userId" params={{ userId: id }} search={{}} onClick={(event) => event.stopPropagation()}>
    <bdi>{children}</bdi>
  </Link>
)
