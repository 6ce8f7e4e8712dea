import type { Messages } from '../messages.ts'

export const errors: Messages['errors'] = {
  conflict: 'Eine andere Änderung kam zuvor, oder der Wert ist vergeben.',
  forbidden: 'Das dürfen Sie nicht.',
  notFound: 'Das gibt es nicht mehr, oder Sie dürfen es nicht sehen.',
  offline:
    'Der Server ist nicht erreichbar. Ihre Eingaben bleiben erhalten. Versuchen Sie es noch einmal, sobald die Verbindung wieder besteht.',
  rateLimited: (seconds) => `Zu viele Anfragen. Versuchen Sie es in ${seconds} Sekunden noch einmal.`,
  reasons: {
    email_malformed: 'Das ist keine gültige E-Mail-Adresse.',
    email_missing: 'Die E-Mail-Adresse fehlt.',
    email_taken: 'Die E-Mail-Adresse gehört bereits einem anderen Benutzer.',
    external_id_taken: 'Ein anderer Benutzer hat diese externe ID bereits.',
    forbidden_by_rule: 'Dazu fehlt Ihnen das Recht.',
    metadata_no_object: 'Der Wert muss ein JSON-Objekt sein.',
    name_blank: 'Der Name ist leer.',
    name_too_long: 'Der Name ist zu lang.',
    number_not_exact: 'Die Zahl kann nicht genau gespeichert werden.',
    password_hash_unusable: 'Dieser Passwort-Hash kann nicht verwendet werden.',
    picture_url_malformed: 'Das ist keine gültige Adresse eines Bildes.',
    text_too_long: 'Der Text ist zu lang.',
    time_malformed: 'Das ist keine gültige Zeitangabe.',
    user_name_taken: 'Der Benutzername ist bereits vergeben.',
    user_not_found: 'Diesen Benutzer gibt es nicht.',
    username_missing: 'Der Benutzername fehlt.',
    value_type: 'Der Wert hat die falsche Art.',
    value_unknown: 'Dieser Wert ist nicht erlaubt.',
  },
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
