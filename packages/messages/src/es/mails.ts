import type { Mails } from '../mails.ts'

export const mails: Mails = {
  hello: (name) => `Hola, ${name}:`,
  helloUnnamed: 'Hola:',
  worksOnce: 'El enlace solo se puede usar una vez.',
  worksOnceUntil: (time) => `El enlace solo se puede usar una vez, hasta el ${time}.`,
  username: 'Su nombre de usuario:',
  invitation: {
    subject: 'Su invitación',
    subjectTo: (organization) => `Su invitación a ${organization}`,
    text: (inviter, organization) =>
      `${inviter ?? 'Un administrador'} ha creado una cuenta para usted${organization === undefined ? '' : ` en ${organization}`}. Acepte la invitación para usarla:`,
    link: 'Aceptar la invitación',
    unexpected: 'Si no esperaba una invitación, ignore este mensaje.',
  },
  temporaryPassword: {
    subject: 'Su cuenta',
    subjectAt: (organization) => `Su cuenta en ${organization}`,
    text: 'Un administrador ha creado una cuenta para usted.',
    password: 'Su contraseña temporal:',
    use: 'Solo sirve para elegir su propia contraseña:',
    link: 'Elegir una contraseña',
  },
  recovery: {
    subject: 'Elija una contraseña nueva',
    text: 'Hemos recibido una solicitud para restablecer su contraseña. Elija aquí una nueva:',
    link: 'Elegir una contraseña nueva',
    unexpected: 'Si no lo ha solicitado, ignore este mensaje: su contraseña no cambia.',
  },
  firstPassword: {
    subject: 'Elija su contraseña',
    text: 'Su cuenta aún no tiene contraseña. Elija una aquí para iniciar sesión:',
    link: 'Elegir una contraseña',
    unexpected: 'Si no lo ha solicitado, ignore este mensaje: su cuenta no cambia.',
  },
  passwordChanged: {
    subject: 'Se ha cambiado su contraseña',
    text: 'Se ha cambiado la contraseña de su cuenta y se han cerrado todas las demás sesiones.',
    textAt: (time) =>
      `Se ha cambiado la contraseña de su cuenta el ${time} y se han cerrado todas las demás sesiones.`,
    unexpected: 'Si no la ha cambiado usted, póngase en contacto con su administrador de inmediato.',
  },
  notification: { subject: 'Notificación', link: 'Ver' },
}
