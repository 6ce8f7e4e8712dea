import type { Messages } from '../messages.ts'

export const users: Messages['users'] = {
  title: 'Usuarios',
  username: 'Usuario',
  email: 'Correo',
  status: 'Estado',
  created: 'Creado',
  search: 'Buscar usuarios',
  statuses: {
    active: 'Activo',
    disabled: 'Desactivado',
    invited: 'Invitado',
    pending: 'Pendiente',
  },
}
