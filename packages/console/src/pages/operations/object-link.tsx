import { Link } from '@tanstack/react-router'
import { DomainName } from '../directory/names.tsx'
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

const Text = ({ type, id }: ObjectLinkProps) => {
  if (type === 'user') return <UserName id={id} />
  return type === 'domain' ? <DomainName id={id} /> : <bdi className="identifier">{id}</bdi>
}

/** The name or id of an object, as a link where the console has a page for it. */
export const ObjectLink = ({ type, id }: ObjectLinkProps) => {
  const path = Object.hasOwn(paths, type) ? paths[type] : undefined
  const text = <Text type={type} id={id} />
  if (path === undefined) return text
  return <Link to={`${path}${encodeURIComponent(id)}` as string}>{text}</Link>
}
