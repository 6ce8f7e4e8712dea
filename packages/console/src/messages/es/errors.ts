import type { Messages } from '../messages.ts'

export const errors: Messages['errors'] = {
  conflict: 'Otro cambio llegó antes, o el valor ya está en uso.',
  forbidden: 'No tiene permiso para hacer esto.',
  notFound: 'Ya no existe, o no tiene permiso para verlo.',
  offline:
    'No se puede conectar con el servidor. Lo que escribió se conserva. Inténtelo de nuevo cuando vuelva la conexión.',
  rateLimited: (seconds) => `Demasiadas solicitudes. Inténtelo de nuevo en ${seconds} segundos.`,
  reference: (id) => `Solicitud ${id}`,
  signInTooOld:
    'Para esto debe haber iniciado sesión en los últimos diez minutos. Inicie sesión de nuevo y repítalo.',
  signedOut:
    'Se ha cerrado su sesión. Inicie sesión de nuevo en otra pestaña y vuelva a intentarlo aquí: lo que ha escrito se conserva.',
  timeout: 'El servidor no respondió a tiempo. Inténtelo de nuevo.',
  title: 'No ha funcionado',
  unavailable:
    'El servidor no está disponible en este momento. Lo que escribió se conserva. Inténtelo de nuevo en unos segundos.',
  unexpected:
    'El servidor ha fallado. Inténtelo de nuevo; si vuelve a ocurrir, dé a su operador el número de abajo.',
  versionChanged: 'Otra persona lo ha cambiado desde que lo abrió. Vuelva a cargarlo y repita su cambio.',
  reload: 'Volver a cargar',
}
