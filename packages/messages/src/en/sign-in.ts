import { pluralIn } from '../plural.ts'

const plural = pluralIn('en')

export const signIn = {
  again: 'Sign in again',
  againText:
    'Your session has ended. What you typed on this page is kept, and nothing is sent again by itself. You were signed in as',
  another: 'Sign in as another person',
  changeExpired: 'Change an expired password',
  changePassword: 'Change the password',
  domain: 'Domain',
  domainHint: 'Empty for the default domain',
  expired: 'Your password has expired. Choose a new one first.',
  failed: 'The name, password or one-time password is wrong.',
  failedPassword: 'The name or the password is wrong.',
  forgot: 'Forgot your password?',
  freshText:
    'This requires a sign-in within the last ten minutes. What you typed is kept: sign in, then repeat the act. You are signed in as',
  idleTitle: 'Are you still there?',
  idleWarning: (seconds: number) =>
    plural(seconds, {
      one: 'You will be signed out in # second, because nothing happened for a while.',
      other: 'You will be signed out in # seconds, because nothing happened for a while.',
    }),
  loadAgain: 'Load the page as that user',
  passcode: 'One-time password',
  passcodeHint: 'The six digits that your authenticator app shows now',
  password: 'Password',
  reasons: {
    idle: 'You were signed out because nothing happened for a while.',
    ended: 'You were signed out. Sign in again to continue where you were.',
    deleted: 'Your account was deleted.',
  },
  replaced: 'Another user has signed in',
  replacedText:
    'Another user has signed in in another tab of this browser. This page sends nothing any more. It was opened by',
  stay: 'Stay signed in',
  submit: 'Sign in',
  title: 'Sign in',
  username: 'Username or email',
} as const
