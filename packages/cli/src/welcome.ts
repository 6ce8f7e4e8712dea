export type Welcome = {
  readonly address: string
  readonly database: string
  readonly dataDir: string
  /** Only when it was generated just now: it is shown this once. */
  readonly password: string | undefined
  readonly bootstrapped: boolean
  /** The folder that takes mail while no mail server is configured. */
  readonly mailFolder: string | undefined
}

/** What a person sees when the server is up, and what to type next. */
export const welcome = ({
  address,
  database,
  dataDir,
  password,
  bootstrapped,
  mailFolder,
}: Welcome): string => {
  const shown = password ?? '…'
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
      ? '\nThe administrator is "admin", with the password of MUSTER_BOOTSTRAP_PASSWORD.\n'
      : '\nThis directory has its administrator already. Lost the password? Run: npm run muster -- bootstrap\n'
    : `
The administrator is "admin", with a password that is shown only this once:

    ${password}
`
}
OpenStack clients:

    export OS_AUTH_URL=${address}/v3 OS_IDENTITY_API_VERSION=3
    export OS_USERNAME=admin OS_USER_DOMAIN_ID=default
    export OS_PROJECT_NAME=admin OS_PROJECT_DOMAIN_ID=default
    export OS_PASSWORD='${shown}'
    openstack user list

Native API, with curl:

    curl ${address}/api/v1/sessions -H 'Content-Type: application/json' \\
      -d '{"username": "admin", "password": "${shown}"}'
    curl ${address}/api/v1/users -H 'Authorization: Bearer THE_SECRET_OF_THE_ANSWER'

Browser:

    ${address}/
    ${address}/api/v1/docs

${mail}

Stop with Ctrl+C.
`
}
