import type { Command } from 'commander'
import type { Output } from '../output/print-result.ts'
import { addExamples } from './examples.ts'
import { debugOption, descriptorOption, outputOptions, profileOption } from './options.ts'

type OutputOptions = { readonly output: Output['format']; readonly columns?: readonly string[] }

const outputOf = ({ output, columns }: OutputOptions): Output => ({ format: output, columns })

export const addSignIn = (program: Command): void => {
  const login = program
    .command('login')
    .description('sign in to a server and store the session in a profile')
    .argument('[URL]', 'the address of the server; default: MUSTER_URL, or that of the profile')
    .option('--username <NAME>', 'the username; default: a prompt')
    .option('--email <ADDRESS>', 'the email, instead of the username')
    .option('--domain <NAME>', 'the name of the domain; default: the default domain')
    .option('--domain-id <ID>', 'the id of the domain')
    .addOption(descriptorOption('password-fd', 'the password'))
    .addOption(descriptorOption('passcode-fd', 'the one-time password'))
    .addOption(descriptorOption('api-key-fd', 'an API key, instead of a session'))
    .addOption(profileOption())
    .addOption(debugOption())
    .action(async (url: string | undefined, options) =>
      (await import('../sign-in/login.ts')).login(url, options),
    )
  addExamples(login, [
    'muster login https://muster.example.com',
    'muster login https://muster.example.com --username ada --password-fd 0 < password.txt',
    'muster login https://muster.example.com --profile ci --api-key-fd 3 3< key.txt',
  ])

  const logout = program
    .command('logout')
    .description('end the session and delete the profile')
    .option('--force', 'delete the profile even if the server cannot be reached')
    .addOption(profileOption())
    .addOption(debugOption())
    .action(async (options) => (await import('../sign-in/logout.ts')).logout(options))
  addExamples(logout, ['muster logout', 'muster logout --profile ci'])

  const whoami = program
    .command('whoami')
    .description('show the user, the scope and the roles of the profile')
  for (const option of [...outputOptions(), profileOption(), debugOption()]) whoami.addOption(option)
  whoami.action(async (options) => (await import('../sign-in/whoami.ts')).whoami(options, outputOf(options)))
  addExamples(whoami, ['muster whoami', 'muster whoami --output value --columns username'])

  const change = program
    .command('change-password')
    .description('change your password; with --url also one that has expired or is temporary')
    .option('--url <URL>', 'the address of the server, without a session')
    .option('--username <NAME>', 'the username, with --url')
    .option('--email <ADDRESS>', 'the email, with --url')
    .option('--domain <NAME>', 'the name of the domain, with --url; default: the default domain')
    .addOption(descriptorOption('current-password-fd', 'the current password'))
    .addOption(descriptorOption('password-fd', 'the new password'))
    .addOption(profileOption())
    .addOption(debugOption())
    .action(async (options) => (await import('../sign-in/change-password.ts')).changePassword(options))
  addExamples(change, [
    'muster change-password',
    'muster change-password --url https://muster.example.com --username ada',
  ])

  const profile = program.command('profile').description('the servers that you are signed in to')
  const list = profile.command('list').description('list the profiles')
  for (const option of outputOptions()) list.addOption(option)
  list.action(async (options) =>
    (await import('../sign-in/profiles-commands.ts')).listProfiles(outputOf(options)),
  )
  addExamples(list, ['muster profile list'])
  const use = profile
    .command('use')
    .description('choose the profile of commands without --profile')
    .argument('<NAME>', 'the name of the profile')
    .action(async (name: string) => (await import('../sign-in/profiles-commands.ts')).chooseProfile(name))
  addExamples(use, ['muster profile use ci'])
}
