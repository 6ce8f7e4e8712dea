import type { Pages } from '../pages.ts'
import { pluralIn } from '../plural.ts'

const plural = pluralIn('de')

export const pages: Pages = {
  acceptInvitation: {
    title: 'Einladung annehmen',
    welcome: (organization) => `Willkommen bei ${organization}`,
    text: 'Wählen Sie ein Passwort, um Ihr Konto zu aktivieren.',
    button: 'Einladung annehmen',
  },
  invitationAccepted: {
    title: 'Ihr Konto ist bereit',
    notice: 'Die Einladung ist angenommen.',
    signIn: (email) => `Melden Sie sich mit ${email} und Ihrem neuen Passwort an.`,
    signInNamed: (username, email) =>
      `Melden Sie sich mit Ihrem Benutzernamen ${username} oder Ihrer E-Mail-Adresse ${email} und Ihrem neuen Passwort an.`,
  },
  invitationUnusable: {
    title: 'Diese Einladung kann nicht verwendet werden',
    text: 'Sie wurde bereits verwendet, ersetzt oder zurückgezogen, oder sie ist abgelaufen.',
    help: 'Wenn Sie sie schon angenommen haben, melden Sie sich mit dem Passwort an, das Sie gewählt haben. Andernfalls bitten Sie die Person, die Sie eingeladen hat, um eine neue Einladung.',
  },
  requestLink: {
    title: 'Passwort vergessen?',
    text: 'Geben Sie Ihre E-Mail-Adresse oder Ihren Benutzernamen ein. Wir senden Ihnen per E-Mail einen Link, mit dem Sie ein neues Passwort wählen.',
    button: 'Link senden',
  },
  linkRequested: {
    title: 'Sehen Sie in Ihr E-Mail-Postfach',
    text: 'Wenn es ein Konto mit diesem Namen und einer E-Mail-Adresse gibt, haben wir an diese Adresse einen Link gesendet, mit dem Sie ein Passwort wählen.',
    help: 'Der Link funktioniert nur einmal und läuft bald ab. Wenn in den nächsten Minuten keine E-Mail ankommt, sehen Sie im Spam-Ordner nach, oder bitten Sie Ihre Administration um Hilfe.',
  },
  linkUnusable: {
    title: 'Dieser Link kann nicht verwendet werden',
    text: 'Er wurde bereits verwendet oder ist abgelaufen.',
    again: 'Neuen Link anfordern',
  },
  chooseFirst: {
    title: 'Passwort wählen',
    text: 'Ihr Konto hat noch kein Passwort.',
    button: 'Passwort speichern',
  },
  chooseNew: {
    title: 'Neues Passwort wählen',
    text: 'Wenn Sie das Passwort ändern, werden Sie auf allen Geräten abgemeldet.',
    button: 'Passwort ändern',
  },
  changePassword: {
    title: 'Passwort ändern',
    text: 'Ersetzen Sie Ihr aktuelles, vorläufiges oder abgelaufenes Passwort.',
    button: 'Passwort ändern',
    rejected:
      'Das Konto oder das Passwort ist falsch, oder dieses Passwort kann jetzt nicht geändert werden.',
  },
  passwordChanged: {
    title: 'Ihr Passwort wurde geändert',
    notice: 'Ihr Passwort wurde geändert.',
    heading: 'Melden Sie sich erneut an',
    text: 'Verwenden Sie Ihr neues Passwort. Sie wurden auf allen Geräten abgemeldet.',
    textFor: (email) =>
      `Verwenden Sie für ${email} Ihr neues Passwort. Sie wurden auf allen Geräten abgemeldet.`,
  },
  closePage: 'Sie können diese Seite schließen.',
  continueTo: (host) => `Weiter zu ${host}`,
  fields: {
    account: 'E-Mail-Adresse',
    currentPassword: 'Aktuelles oder vorläufiges Passwort',
    displayName: 'Ihr Name',
    login: 'E-Mail-Adresse oder Benutzername',
    newPassword: 'Neues Passwort',
    newPasswordAgain: 'Neues Passwort bestätigen',
    optional: '(freiwillig)',
    organization: 'Organisation',
    organizationHint:
      'Lassen Sie dieses Feld leer, außer wenn Ihre Administration Ihnen den Namen einer Organisation genannt hat.',
    required: (rules) => `Erforderlich: ${rules}.`,
  },
  fieldErrors: {
    currentPassword: 'Geben Sie Ihr aktuelles Passwort ein.',
    different: 'Die beiden Passwörter sind verschieden. Geben Sie in beiden Feldern dasselbe Passwort ein.',
    login: 'Geben Sie Ihre E-Mail-Adresse oder Ihren Benutzernamen ein.',
    password: 'Geben Sie ein Passwort ein.',
    passwordTooShort: (min) => plural(min, { other: 'Das Passwort muss mindestens # Zeichen haben.' }),
    summaryOne: 'Bitte berichtigen Sie das unten markierte Feld.',
    summaryMany: 'Bitte berichtigen Sie die unten markierten Felder.',
    title: (title) => `Fehler: ${title}`,
  },
  errors: {
    failed: 'Die Anfrage ist fehlgeschlagen',
    internal: 'Etwas ist schiefgegangen',
    internalText: 'Im Server ist ein Fehler aufgetreten. Versuchen Sie es in einigen Minuten noch einmal.',
    malformed: 'Die Anfrage konnte nicht gelesen werden',
    notFound: 'Seite nicht gefunden',
    notFoundText: 'Prüfen Sie, ob Sie den vollständigen Link aus der E-Mail geöffnet haben.',
    tooLarge: 'Das Formular ist zu groß',
    tooLargeText: 'Gehen Sie zurück und geben Sie weniger Text ein.',
    tooMany: 'Zu viele Anfragen',
    tooManyText:
      'Der Server ist ausgelastet. Gehen Sie zurück und versuchen Sie es in einigen Sekunden noch einmal.',
    unavailable: 'Der Dienst ist nicht verfügbar',
    unreadable: 'Das Formular konnte nicht gelesen werden',
    unreadableText: 'Gehen Sie zurück und senden Sie es noch einmal.',
    unsupported: 'Diese Anfrage wird nicht unterstützt',
    unsupportedText: 'Öffnen Sie den Link aus der E-Mail noch einmal.',
  },
  home: {
    title: 'Identitätsserver',
    text: 'Dieser Server verwaltet die Konten von Benutzern und Diensten und authentifiziert sie für andere Dienste.',
    account: 'Ihr Konto',
    console: 'Konsole',
    consoleText: 'Melden Sie sich bei Ihrem Konto an, oder um Benutzer zu verwalten.',
    recovery: 'Passwort vergessen?',
    recoveryText: 'Fordern Sie per E-Mail einen Link an.',
    password: 'Passwort ändern',
    passwordText: 'Auch wenn es vorläufig oder abgelaufen ist.',
    developers: 'Für Entwickler',
    docs: 'API-Dokumentation',
    docsText: 'Die native API: Benutzer, Sitzungen, Schlüssel.',
    openapi: 'OpenAPI-Dokument',
    openapiText: 'Die maschinenlesbare Beschreibung der API.',
    keystoneText: 'Das Versionsdokument in JSON.',
    operators: 'Für Betreiber',
    health: 'Zustand',
    healthText: 'Ob der Prozess läuft.',
    readiness: 'Bereitschaft',
    readinessText: 'Ob er Anfragen beantworten kann.',
  },
  languages: 'Andere Sprachen',
}
