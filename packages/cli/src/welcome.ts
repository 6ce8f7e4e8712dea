import type { Administrator } from '@muster/server/core/accounts/bootstrap/get-administrator.ts'

export type Welcome = {
  readonly address: string
  readonly database: string
  readonly dataDir: string
  /** Only when it was generated just now: it is shown this once. */
  readonly password: string | undefined
  readonly bootstrapped: boolean
  /** The first administrator as it is called now; undefined if that user is gone. */
  readonly administrator: Administrator | undefined
  /** The folder that takes mail while no mail server is configured. */
  readonly mailFolder: string | undefined
}

/** A word of a shell. */
const quoted = (text: string): string =>
  /^[\w.@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`

/** JSON text between the single quotes of a shell. */
const quotedJson = (text: string): string => JSON.stringify(text).replaceAll("'", '\\u0027')

/** What a person sees when the server is up, and what to type next. */
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
      ? 'Mail goes to the mail server of the settings.'
      : `Mail, put into ${mailFolder} while no mail server is configured:\n\n    npm run muster -- mail show`
  return `
Muster is ready at ${address}
  Identity v3   ${address}/v3
  Native API    ${address}/api/v1
  Database      ${database}${database === 'sqlite' ? ` in ${dataDir}` : ''}
${
  password === undefined
    ? bootstrapped
      ? `\nThe administrator is "${username}", with the password of MUSTER_BOOTSTRAP_PASSWORD.\n`
      : '\nThis directory has its administrator already. Lost the password? Run: npm run muster -- bootstrap\n'
    : `
The administrator is "${username}", with a password that is shown only this once:

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
    curl ${address}/api/v1/users -H 'Authorization: Bearer THE_SECRET_OF_THE_ANSWER'

Browser:

    ${address}/
    ${address}/api/v1/docs

${mail}

Stop with Ctrl+C.
`
}
