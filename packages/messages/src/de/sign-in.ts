import type { Messages } from '../messages.ts'
import { pluralIn } from '../plural.ts'

const plural = pluralIn('de')

export const signIn: Messages['signIn'] = {
  again: 'Erneut anmelden',
  againText:
    'Ihre Sitzung ist beendet. Was Sie auf dieser Seite eingegeben haben, bleibt erhalten, und nichts wird von selbst erneut gesendet. Sie waren angemeldet als',
  another: 'Als andere Person anmelden',
  changeExpired: 'Abgelaufenes Passwort ändern',
  changePassword: 'Passwort ändern',
  domain: 'Domäne',
  domainHint: 'Leer für die Standarddomäne',
  expired: 'Ihr Passwort ist abgelaufen. Wählen Sie zuerst ein neues.',
  failed: 'Name, Passwort oder Einmalpasswort ist falsch.',
  failedPassword: 'Name oder Passwort ist falsch.',
  forgot: 'Passwort vergessen?',
  freshText:
    'Dafür muss Ihre Anmeldung höchstens zehn Minuten zurückliegen. Was Sie eingegeben haben, bleibt erhalten: Melden Sie sich an, und wiederholen Sie den Schritt dann. Sie sind angemeldet als',
  idleTitle: 'Sind Sie noch da?',
  idleWarning: (seconds) =>
    plural(seconds, {
      one: 'Sie werden in # Sekunde abgemeldet, weil eine Weile nichts geschah.',
      other: 'Sie werden in # Sekunden abgemeldet, weil eine Weile nichts geschah.',
    }),
  loadAgain: 'Seite für die neue Anmeldung laden',
  passcode: 'Einmalpasswort',
  passcodeHint: 'Die sechs Ziffern, die Ihre Authentifizierungs-App jetzt anzeigt',
  password: 'Passwort',
  reasons: {
    idle: 'Sie wurden abgemeldet, weil eine Weile nichts geschah.',
    ended: 'Sie wurden abgemeldet. Melden Sie sich an, um dort weiterzumachen, wo Sie waren.',
    deleted: 'Ihr Konto wurde gelöscht.',
  },
  replaced: 'Jemand anderes hat sich angemeldet',
  replacedText:
    'In einem anderen Tab dieses Browsers hat sich jemand anderes angemeldet. Von dieser Seite wird nichts mehr gesendet. Geöffnet wurde sie von',
  stay: 'Angemeldet bleiben',
  submit: 'Anmelden',
  title: 'Anmelden',
  username: 'Benutzername oder E-Mail',
}
