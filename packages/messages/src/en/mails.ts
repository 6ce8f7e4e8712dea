/** The texts of emails. Names are interpolated as `isolate` returns them; times are formatted. */
export const mails = {
  hello: (name: string) => `Hello ${name},`,
  helloUnnamed: 'Hello,',
  worksOnce: 'The link works once.',
  worksOnceUntil: (time: string) => `The link works once, until ${time}.`,
  username: 'Your username:',
  invitation: {
    subject: 'Your invitation',
    subjectTo: (organization: string) => `Your invitation to ${organization}`,
    text: (inviter: string | undefined, organization: string | undefined) =>
      `${inviter ?? 'An administrator'} has created an account for you${organization === undefined ? '' : ` at ${organization}`}. Accept the invitation to use it:`,
    link: 'Accept the invitation',
    unexpected: 'If you did not expect an invitation, ignore this message.',
  },
  temporaryPassword: {
    subject: 'Your account',
    subjectAt: (organization: string) => `Your account at ${organization}`,
    text: 'An administrator has created an account for you.',
    password: 'Your temporary password:',
    use: 'You can use it only to choose your own password:',
    link: 'Choose a password',
  },
  recovery: {
    subject: 'Choose a new password',
    text: 'We received a request to reset your password. Choose a new password here:',
    link: 'Choose a new password',
    unexpected: 'If you did not request it, ignore this message: your password does not change.',
  },
  firstPassword: {
    subject: 'Choose your password',
    text: 'Your account has no password yet. Choose one here to sign in:',
    link: 'Choose a password',
    unexpected: 'If you did not request it, ignore this message: your account does not change.',
  },
  passwordChanged: {
    subject: 'Your password was changed',
    text: 'The password of your account was changed, and all other sessions were closed.',
    textAt: (time: string) =>
      `The password of your account was changed on ${time}, and all other sessions were closed.`,
    unexpected: 'If you did not change it, contact your administrator at once.',
  },
  notification: { subject: 'Notification', link: 'View' },
} as const
