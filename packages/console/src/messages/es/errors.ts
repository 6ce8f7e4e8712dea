import type { Messages } from '../messages.ts'

export const errors: Messages['errors'] = {
  conflict: 'Otro cambio llegó antes, o el valor ya está en uso.',
  forbidden: 'No tiene permiso para hacer esto.',
  notFound: 'Ya no existe, o no tiene permiso para verlo.',
  offline:
    'No se puede conectar con el servidor. Lo que escribió se conserva. Inténtelo de nuevo cuando vuelva la conexión.',
  rateLimited: (seconds) => `Demasiadas solicitudes. Inténtelo de nuevo en ${seconds} segundos.`,
  reasons: {
    email_malformed: 'No es una dirección de correo válida.',
    email_missing: 'Falta la dirección de correo.',
    email_taken: 'La dirección de correo ya pertenece a otro usuario.',
    external_id_taken: 'Otro usuario ya tiene este ID externo.',
    forbidden_by_rule: 'No tiene permiso para hacerlo.',
    metadata_no_object: 'El valor debe ser un objeto JSON.',
    name_blank: 'El nombre está vacío.',
    name_too_long: 'El nombre es demasiado largo.',
    number_not_exact: 'El número no se puede guardar con exactitud.',
    password_hash_unusable: 'Este hash de contraseña no se puede usar.',
    picture_url_malformed: 'No es una dirección válida de una imagen.',
    text_too_long: 'El texto es demasiado largo.',
    time_malformed: 'No es una fecha y hora válida.',
    user_name_taken: 'El nombre de usuario ya está en uso.',
    user_not_found: 'Este usuario no existe.',
    username_missing: 'Falta el nombre de usuario.',
    value_type: 'El valor no es del tipo correcto.',
    value_unknown: 'Este valor no está permitido.',
  },
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
