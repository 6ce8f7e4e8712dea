import type { Messages } from '../messages.ts'

export const signIn: Messages['signIn'] = {
  changePassword: 'Passwort ändern',
  domain: 'Domäne',
  domainHint: 'Leer für die Standarddomäne',
  expired: 'Ihr Passwort ist abgelaufen. Wählen Sie zuerst ein neues.',
  failed: 'Name, Passwort oder Einmalpasswort ist falsch.',
  forgot: 'Passwort vergessen?',
  idle: 'Sie wurden abgemeldet, weil eine Weile nichts geschah.',
  passcode: 'Einmalpasswort',
  passcodeHint: 'Aus Ihrer Authentifizierungs-App, falls Sie eine nutzen',
  password: 'Passwort',
  signedOut: 'Sie wurden abgemeldet. Melden Sie sich an, um dort weiterzumachen, wo Sie waren.',
  submit: 'Anmelden',
  title: 'Anmelden',
  username: 'Benutzername oder E-Mail',
}
