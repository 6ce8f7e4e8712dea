import type { Mails } from '../mails.ts'

export const mails: Mails = {
  hello: (name) => `Guten Tag ${name},`,
  helloUnnamed: 'Guten Tag,',
  worksOnce: 'Der Link funktioniert nur einmal.',
  worksOnceUntil: (time) => `Der Link funktioniert nur einmal, bis zum ${time}.`,
  username: 'Ihr Benutzername:',
  invitation: {
    subject: 'Ihre Einladung',
    subjectTo: (organization) => `Ihre Einladung zu ${organization}`,
    text: (inviter, organization) => {
      const place = organization === undefined ? '' : ` bei ${organization}`
      const done =
        inviter === undefined
          ? `Für Sie wurde${place} ein Konto angelegt.`
          : `${inviter} hat für Sie${place} ein Konto angelegt.`
      return `${done} Nehmen Sie die Einladung an, um es zu nutzen:`
    },
    link: 'Einladung annehmen',
    unexpected: 'Wenn Sie keine Einladung erwartet haben, ignorieren Sie diese Nachricht.',
  },
  temporaryPassword: {
    subject: 'Ihr Konto',
    subjectAt: (organization) => `Ihr Konto bei ${organization}`,
    text: 'Für Sie wurde ein Konto angelegt.',
    password: 'Ihr vorläufiges Passwort:',
    use: 'Sie können damit nur ein eigenes Passwort wählen:',
    link: 'Passwort wählen',
  },
  recovery: {
    subject: 'Neues Passwort wählen',
    text: 'Für Ihr Konto wurde ein neues Passwort angefordert. Wählen Sie es hier:',
    link: 'Neues Passwort wählen',
    unexpected:
      'Wenn Sie das nicht angefordert haben, ignorieren Sie diese Nachricht: Ihr Passwort bleibt unverändert.',
  },
  firstPassword: {
    subject: 'Wählen Sie Ihr Passwort',
    text: 'Ihr Konto hat noch kein Passwort. Wählen Sie hier eines, um sich anzumelden:',
    link: 'Passwort wählen',
    unexpected:
      'Wenn Sie das nicht angefordert haben, ignorieren Sie diese Nachricht: Ihr Konto bleibt unverändert.',
  },
  passwordChanged: {
    subject: 'Ihr Passwort wurde geändert',
    text: 'Das Passwort Ihres Kontos wurde geändert, und alle anderen Sitzungen wurden beendet.',
    textAt: (time) =>
      `Das Passwort Ihres Kontos wurde am ${time} geändert, und alle anderen Sitzungen wurden beendet.`,
    unexpected: 'Wenn Sie es nicht selbst geändert haben, wenden Sie sich sofort an Ihre Administration.',
  },
  notification: { subject: 'Benachrichtigung', link: 'Ansehen' },
}
