export type Welcome = {
  readonly address: string
  readonly database: string
  readonly dataDir: string
  /** Only when it was generated just now: it is shown this once. */
  readonly password: string | undefined
  readonly bootstrapped: boolean
}

/** What a person sees when the server is up, and what to type next. */
export const welcome = ({ address, database, dataDir, password, bootstrapped }: Welcome): string => `
Muster is ready at ${address}
  Identity v3   ${address}/v3
  Native API    ${address}/api/v1
  Database      ${database}${database === 'sqlite' ? ` in ${dataDir}` : ''}
${
  password === undefined
    ? bootstrapped
      ? '\nThe administrator is "admin", with the password of MUSTER_BOOTSTRAP_PASSWORD.\n'
      : '\nThis directory has its administrator already. Lost the password? Run: npx muster bootstrap\n'
    : `
The administrator is "admin", with a password that is shown only this once:

    ${password}
`
}
Talk to it with any OpenStack client:

    export OS_AUTH_URL=${address}/v3 OS_IDENTITY_API_VERSION=3
    export OS_USERNAME=admin OS_USER_DOMAIN_ID=default
    export OS_PROJECT_NAME=admin OS_PROJECT_DOMAIN_ID=default
    export OS_PASSWORD=${password === undefined ? '…' : `'${password}'`}
    openstack user list

Stop with Ctrl+C.
`
