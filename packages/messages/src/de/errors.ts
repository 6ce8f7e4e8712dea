import type { Messages } from '../messages.ts'
import type { Reasons } from '../reasons.ts'

export const errors: Messages['errors'] = {
  conflict: 'Eine andere Änderung kam zuvor, oder der Wert ist vergeben.',
  forbidden: 'Das dürfen Sie nicht.',
  notFound: 'Das gibt es nicht mehr, oder Sie dürfen es nicht sehen.',
  offline:
    'Der Server ist nicht erreichbar. Ihre Eingaben bleiben erhalten. Versuchen Sie es noch einmal, sobald die Verbindung wieder besteht.',
  rateLimited: (seconds) => `Zu viele Anfragen. Versuchen Sie es in ${seconds} Sekunden noch einmal.`,
  reasons: {
    address_invalid: 'Die Adresse der Seite enthält ungültige Zeichen.',
    content_encoding_unsupported: 'Das Formular muss unkomprimiert gesendet werden.',
    database_busy:
      'Der Server ist zurzeit nicht verfügbar. Versuchen Sie es in einigen Sekunden noch einmal.',
    database_timeout:
      'Der Server ist zurzeit nicht verfügbar. Versuchen Sie es in einigen Sekunden noch einmal.',
    database_unavailable:
      'Der Server ist zurzeit nicht verfügbar. Versuchen Sie es in einigen Sekunden noch einmal.',
    directory_read_only:
      'Die Benutzer dieser Domäne kommen aus einem LDAP-Verzeichnis. Nehmen Sie die Änderung dort vor.',
    directory_unavailable:
      'Das Verzeichnis dieser Domäne ist zurzeit nicht erreichbar. Versuchen Sie es in einigen Sekunden noch einmal.',
    email_malformed: 'Das ist keine gültige E-Mail-Adresse.',
    email_missing: 'Die E-Mail-Adresse fehlt.',
    email_taken: 'Die E-Mail-Adresse gehört bereits einem anderen Benutzer.',
    expectation_failed: 'Der Server erfüllt die Erwartung der Anfrage nicht.',
    external_id_taken: 'Ein anderer Benutzer hat diese externe ID bereits.',
    forbidden_by_rule: 'Dazu fehlt Ihnen das Recht.',
    headers_too_large: 'Die Kopfzeilen der Anfrage sind zu groß.',
    host_missing: 'Der Anfrage fehlt der Name des Servers.',
    metadata_no_object: 'Der Wert muss ein JSON-Objekt sein.',
    name_blank: 'Der Name ist leer.',
    name_too_long: 'Der Name ist zu lang.',
    number_not_exact: 'Die Zahl kann nicht genau gespeichert werden.',
    outcome_unknown:
      'Es ist nicht bekannt, ob die Änderung gespeichert wurde. Prüfen Sie das, bevor Sie sie wiederholen.',
    password_blank: 'Das Passwort darf nicht nur aus Leerzeichen bestehen.',
    password_common: 'Dieses Passwort ist zu verbreitet. Wählen Sie ein anderes.',
    password_empty: 'Das Passwort darf nicht leer sein.',
    password_hash_unusable: 'Dieser Passwort-Hash kann nicht verwendet werden.',
    password_is_name: 'Das Passwort darf nicht der Benutzername oder die E-Mail-Adresse sein.',
    password_locked: 'Nur ein Administrator kann dieses Passwort ändern.',
    password_too_long: 'Das Passwort ist zu lang.',
    password_too_weak: 'Das Passwort erfüllt die Anforderungen nicht.',
    password_too_young:
      'Dieses Passwort wurde erst vor Kurzem gewählt und kann noch nicht wieder geändert werden.',
    password_unstorable: 'Das Passwort enthält ein ungültiges Zeichen.',
    password_used_before: 'Dieses Passwort haben Sie schon verwendet. Wählen Sie ein anderes.',
    picture_url_malformed: 'Das ist keine gültige Adresse eines Bildes.',
    request_malformed: 'Die Anfrage ist nicht wohlgeformt.',
    request_timeout: 'Die Anfrage hat zu lange gedauert.',
    starting: 'Der Server startet noch. Versuchen Sie es gleich noch einmal.',
    text_too_long: 'Der Text ist zu lang.',
    text_unstorable: 'Der Text enthält ein ungültiges Zeichen.',
    time_malformed: 'Das ist keine gültige Zeitangabe.',
    user_name_taken: 'Der Benutzername ist bereits vergeben.',
    user_not_found: 'Diesen Benutzer gibt es nicht.',
    username_missing: 'Der Benutzername fehlt.',
    value_type: 'Der Wert hat die falsche Art.',
    value_unknown: 'Dieser Wert ist nicht erlaubt.',
  } satisfies Reasons,
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
