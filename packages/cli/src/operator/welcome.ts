import type { Administrator } from '@muster/server/core/accounts/bootstrap/get-administrator.ts'
import { quoted } from '../shell-words.ts'

export type Welcome = {
  readonly address: string
  readonly database: string
  readonly dataDir: string
  /** Set only if it was just generated; shown once. */
  readonly password: string | undefined
  readonly bootstrapped: boolean
  /** The first administrator, with its current name; undefined if that user no longer exists. */
  readonly administrator: Administrator | undefined
  /** The mail folder; undefined with a mail server. */
  readonly mailFolder: string | undefined
}

/** A JSON string that is safe between single quotes in a shell. */
const quotedJson = (text: string): string => JSON.stringify(text).replaceAll("'", '\\u0027')

/** The text printed when the server is ready. */
export const welcome = ({
  address,
  database,
  dataDir,
  password,
  bootstrapped,
  administrator,
  mailFolder,
}: Welcome): string => {
  const shown = password ?? '…'
  const { username = 'admin', domainId = 'default' } = administrator ?? {}
  const project = administrator?.project ?? { name: 'admin', domainId: 'default' }
  const fields = { username, ...(domainId === 'default' ? {} : { domain_id: domainId }), password: shown }
  const body = Object.entries(fields).map(([name, text]) => `"${name}": ${quotedJson(text)}`)
  const mail =
    mailFolder === undefined
      ? 'Mail is sent through the configured mail server.'
      : `Mail, written to ${mailFolder} while no mail server is configured:\n\n    npm run muster -- mail show`
  return `
Muster is ready at ${address}
  Identity v3   ${address}/v3
  Native API    ${address}/api/v1
  Database      ${database}${database === 'sqlite' ? ` in ${dataDir}` : ''}
${
  password === undefined
    ? bootstrapped
      ? `\nThe administrator is "${username}". The password is MUSTER_BOOTSTRAP_PASSWORD.\n`
      : '\nThe administrator already exists. To reset a lost password, run: npm run muster -- bootstrap\n'
    : `
The administrator is "${username}". The password is shown only once:

    ${password}
`
}
OpenStack clients:

    export OS_AUTH_URL=${address}/v3 OS_IDENTITY_API_VERSION=3
    export OS_USERNAME=${quoted(username)} OS_USER_DOMAIN_ID=${quoted(domainId)}
    export OS_PROJECT_NAME=${quoted(project.name)} OS_PROJECT_DOMAIN_ID=${quoted(project.domainId)}
    export OS_PASSWORD='${shown}'
    openstack user list

Native API, with curl:

    curl ${address}/api/v1/sessions -H 'Content-Type: application/json' \\
      -d '{${body.join(', ')}}'
    curl ${address}/api/v1/users -H 'Authorization: Bearer SECRET_FROM_THE_RESPONSE'

Browser:

    ${address}/
    ${address}/api/v1/docs

${mail}

Stop with Ctrl+C.
`
}
