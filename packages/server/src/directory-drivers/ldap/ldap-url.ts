import { domainError } from '../../core/kernel/domain-error.ts'

export type LdapUrl = { readonly secure: boolean; readonly host: string; readonly port: number }

const form = /^(ldaps?):\/\/(\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?\.?)(?::(\d{1,5}))?\/?$/i
const most = 5

const invalid = () =>
  domainError(
    'invalid',
    'url_invalid',
    `The option ldap.url must have at most ${most} URLs of the form ldap://HOST:PORT or ldaps://HOST:PORT, separated by commas.`,
    { field: 'config.ldap.url' },
  )

/** The servers of a directory, which are tried in this order. Rejects anything else than a scheme, a host and a port. */
export const readUrls = (text: string): readonly LdapUrl[] => {
  const urls = text.split(',').map((one) => one.trim())
  if (urls.length > most) throw invalid()
  return urls.map((url) => {
    const [, scheme, host, port] = form.exec(url) ?? []
    const secure = scheme?.toLowerCase() === 'ldaps'
    const number = port === undefined ? (secure ? 636 : 389) : Number(port)
    if (scheme === undefined || host === undefined || number < 1 || number > 65_535) throw invalid()
    return { secure, host: host.replace(/^\[|\]$/g, '').replace(/\.$/, ''), port: number }
  })
}
