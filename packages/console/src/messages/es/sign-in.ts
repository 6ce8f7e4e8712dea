import type { Messages } from '../messages.ts'

export const signIn: Messages['signIn'] = {
  changePassword: 'Cambiar la contraseña',
  domain: 'Dominio',
  domainHint: 'Vacío para el dominio predeterminado',
  expired: 'Su contraseña ha caducado. Elija primero una nueva.',
  failed: 'El nombre, la contraseña o la contraseña de un solo uso es incorrecta.',
  forgot: '¿Ha olvidado su contraseña?',
  idle: 'Se cerró su sesión porque no hubo actividad durante un tiempo.',
  passcode: 'Contraseña de un solo uso',
  passcodeHint: 'De su aplicación de autenticación, si usa una',
  password: 'Contraseña',
  signedOut: 'Se ha cerrado su sesión. Inicie sesión para continuar donde estaba.',
  submit: 'Iniciar sesión',
  title: 'Iniciar sesión',
  username: 'Usuario o correo',
}
