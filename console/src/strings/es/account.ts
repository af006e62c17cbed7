/** One's own account, and the page of who has no work with texters. */

import type { SessionEntry, User } from '../../api/types';

export const account = {
  account: {
    open: (name: string) => `${name}: tu cuenta`,
    link: 'Cuenta',
    heading: 'Tu cuenta',
    loading: 'Cargando…',
    loadFailed: 'No se pudo cargar tu cuenta.',
    about: 'Sobre ti',
    name: 'Nombre',
    nameHint: 'Tus colegas lo ven en pocos segundos. Quienes escriben no lo ven.',
    nameMissing: 'Escribe un nombre.',
    saveName: 'Guardar el nombre',
    email: 'Correo',
    role: 'Función',
    roles: {
      responder: 'Atención', supervisor: 'Supervisión', admin: 'Administración', outreach: 'Difusión', platform_admin: 'Administración de la plataforma',
    } satisfies Record<User['role'], string>,
    password: 'Contraseña',
    current: 'Contraseña actual',
    currentWrong: 'Esa no es tu contraseña.',
    currentMissing: 'Escribe tu contraseña actual.',
    changePassword: 'Cambiar la contraseña',
    passwordLead: 'Aquí tu sesión sigue abierta; en todos los demás lugares se cierra.',
    program: 'Dónde trabajas ahora',
    programLead: 'La fila y «Ayudar a la siguiente persona» se limitan a este programa. Las conversaciones que son tuyas siguen siéndolo.',
    programLabel: 'Programa',
    everyProgram: 'Todos tus programas',
    sessions: 'Dónde tienes la sesión abierta',
    here: 'Aquí',
    /** The server names a browser and a system: “Firefox on a Mac”. */
    device: (device: string) => (device === 'unknown' ? 'Dispositivo desconocido' : device.replace(/ on (?:an? )?/u, ' en ')),
    media: {
      password: 'con contraseña', email_code: 'con un código, por correo', sms_code: 'con un código, por mensaje de texto', link: 'con un enlace', invitation: 'por invitación',
    } satisfies Record<SessionEntry['medium'], string>,
    since: 'desde',
    seen: 'última actividad',
    end: 'Cerrar sesión',
    endOf: (device: string) => `Cerrar sesión: ${device}`,
    endOthers: 'Cerrar sesión en los demás lugares',
    alone: 'No tienes la sesión abierta en ningún otro lugar.',
    working: 'Un momento…',
    done: {
      rename: 'Se guardó tu nombre.',
      password: 'Se cambió tu contraseña. Tu sesión se cerró en los demás lugares.',
      end: 'La sesión se cerró allí.',
      'end-others': 'Tu sesión se cerró en los demás lugares.',
      program: 'Guardado.',
    },
    narrowed: (program: string) => `Por ahora ves solo ${program}.`,
    change: 'Cambiar',
  },
  lobby: {
    heading: (name: string) => `Hola, ${name}`,
    signedIn: (role: string) => `Tu función aquí es ${role}.`,
    outreach: [
      'Esta consola es para conversar con quienes escriben y para cuidar la línea, y eso no es tarea de difusión: aquí no hay conversaciones que puedas ver.',
      'Los mensajes a colegas, los anuncios y los archivos están a tu alcance por la API. La consola todavía no tiene páginas para ellos.',
    ],
    platform_admin: [
      'Esta consola es para conversar con quienes escriben y para cuidar la línea. Las conversaciones son de las organizaciones afiliadas, y no te corresponde verlas.',
      'Las organizaciones afiliadas, sus ajustes y su gente están en Afiliadas. El acceso en una emergencia va por la API y la orden holdfast.',
    ],
    here: 'Lo que puedes hacer aquí es cuidar tu cuenta: tu nombre, tu contraseña y dónde tienes la sesión abierta.',
    button: 'Tu cuenta',
  },
} as const;
