import { startOpenIdProvider } from '../../packages/server/test/openid-provider.ts'

const [redirectUri = ''] = process.argv.slice(2)

// The port is in openid-clients.yaml.
const provider = await startOpenIdProvider([redirectUri, 'http://127.0.0.1:27189/callback'], 27187)
provider.accounts.set('anna', {
  preferred_username: 'anna',
  email: 'anna@example.org',
  groups: ['developers'],
})
// The client itself, for the client credentials grant.
provider.accounts.set('api', { preferred_username: 'robot', groups: ['developers'] })
process.stdout.write('ready\n')
