import type { Messages } from '../messages.ts'
import { pluralIn } from '../plural.ts'

const plural = pluralIn('es')

export const signIn: Messages['signIn'] = {
  again: 'Inicie sesión de nuevo',
  againText:
    'Su sesión ha terminado. Lo que ha escrito en esta página se conserva, y nada se vuelve a enviar por sí solo. Había iniciado sesión como',
  another: 'Iniciar sesión como otra persona',
  changeExpired: 'Cambiar una contraseña caducada',
  changePassword: 'Cambiar la contraseña',
  domain: 'Dominio',
  domainHint: 'Vacío para el dominio predeterminado',
  expired: 'Su contraseña ha caducado. Elija primero una nueva.',
  failed: 'El nombre, la contraseña o la contraseña de un solo uso es incorrecta.',
  failedPassword: 'El nombre o la contraseña es incorrecta.',
  forgot: '¿Ha olvidado su contraseña?',
  freshText:
    'Para esto debe haber iniciado sesión en los últimos diez minutos. Lo que ha escrito se conserva: inicie sesión y repita la acción. Ha iniciado sesión como',
  idleTitle: '¿Sigue ahí?',
  idleWarning: (seconds) =>
    plural(seconds, {
      one: 'Su sesión se cerrará en # segundo porque no hubo actividad durante un tiempo.',
      other: 'Su sesión se cerrará en # segundos porque no hubo actividad durante un tiempo.',
    }),
  loadAgain: 'Cargar la página con la nueva sesión',
  passcode: 'Contraseña de un solo uso',
  passcodeHint: 'Las seis cifras que muestra ahora su aplicación de autenticación',
  password: 'Contraseña',
  reasons: {
    idle: 'Se cerró su sesión porque no hubo actividad durante un tiempo.',
    ended: 'Se ha cerrado su sesión. Inicie sesión para continuar donde estaba.',
    deleted: 'Su cuenta se ha eliminado.',
  },
  replaced: 'Otra persona ha iniciado sesión',
  replacedText:
    'Otra persona ha iniciado sesión en otra pestaña de este navegador. Desde esta página ya no se envía nada. La abrió',
  stay: 'Seguir conectado',
  submit: 'Iniciar sesión',
  title: 'Iniciar sesión',
  username: 'Usuario o correo',
}
