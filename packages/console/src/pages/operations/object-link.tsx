import { Link } from '@tanstack/react-router'
import { UserName } from './user-name.tsx'

/** The pages of objects, by the type of a subject of an event. */
const paths: Readonly<Record<string, string>> = {
  user: '/users/',
  group: '/groups/',
  domain: '/domains/',
  project: '/projects/',
  role: '/roles/',
  webhook: '/webhooks/',
  import: '/imports/',
  bulk_job: '/bulk-jobs/',
}

type ObjectLinkProps = { readonly type: string; readonly id: string }

/** The name or id of an object, as a link where the console has a page for it. */
export const ObjectLink = ({ type, id }: ObjectLinkProps) => {
  const path = Object.hasOwn(paths, type) ? paths[type] : undefined
  const text = type === 'user' ? <UserName id={id} /> : <bdi className="identifier">{id}</bdi>
  if (path === undefined) return text
  return <Link to={`${path}${encodeURIComponent(id)}` as string}>{text}</Link>
}
