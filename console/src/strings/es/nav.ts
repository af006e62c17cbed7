/** The way between pages. */

export const nav = {
  nav: {
    label: 'Páginas',
    work: 'Trabajo',
    pages: {
      today: 'Hoy',
      account: 'Tu cuenta',
      messages: 'Mensajes',
      care: 'Cuidado de los datos',
      audit: 'Auditoría',
      settings: 'Ajustes',
      affiliates: 'Afiliadas',
    },
    back: 'Volver al trabajo',
    start: 'Volver al inicio',
    loading: 'Cargando…',
    failed: 'Esta página no se pudo cargar. Si tienes conexión, hay una versión más nueva: vuelve a cargarla.',
    again: 'Cargar de nuevo',
    language: 'Idioma',
  },
} as const;
