import type { Messages } from '../messages.ts'

export const errors: Messages['errors'] = {
  conflict: 'Eine andere Änderung kam zuvor, oder der Wert ist vergeben.',
  forbidden: 'Das dürfen Sie nicht.',
  notFound: 'Das gibt es nicht mehr, oder Sie dürfen es nicht sehen.',
  offline:
    'Der Server ist nicht erreichbar. Ihre Eingaben bleiben erhalten. Versuchen Sie es noch einmal, sobald die Verbindung wieder besteht.',
  rateLimited: (seconds) => `Zu viele Anfragen. Versuchen Sie es in ${seconds} Sekunden noch einmal.`,
  reference: (id) => `Anfrage ${id}`,
  signInTooOld:
    'Dafür muss Ihre Anmeldung höchstens zehn Minuten zurückliegen. Melden Sie sich erneut an, und wiederholen Sie es dann.',
  signedOut:
    'Sie wurden abgemeldet. Melden Sie sich in einem anderen Tab wieder an und versuchen Sie es dann hier noch einmal: Ihre Eingaben bleiben erhalten.',
  timeout: 'Der Server hat nicht rechtzeitig geantwortet. Versuchen Sie es noch einmal.',
  title: 'Das hat nicht geklappt',
  unavailable:
    'Der Server ist zurzeit nicht verfügbar. Ihre Eingaben bleiben erhalten. Versuchen Sie es in einigen Sekunden noch einmal.',
  unexpected:
    'Im Server ist ein Fehler aufgetreten. Versuchen Sie es noch einmal; nennen Sie dem Betreiber die Nummer unten, wenn es wieder geschieht.',
  versionChanged:
    'Jemand anders hat dies geändert, seit Sie es geöffnet haben. Laden Sie es neu und wiederholen Sie Ihre Änderung.',
  reload: 'Neu laden',
}
