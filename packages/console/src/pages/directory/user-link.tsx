import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'

type UserLinkProps = { readonly id: string; readonly children: ReactNode }

/** Leads to the page of a user. */
export const UserLink = ({ id, children }: UserLinkProps) => (
  <Link
    to={`/users/${encodeURIComponent(id)}` as LinkProps['to']}
    onClick={(event) => event.stopPropagation()}
  >
    <bdi>{children}</bdi>
  </Link>
)
