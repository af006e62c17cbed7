/** Lo que comparten las páginas junto al trabajo: listas, diferencias, archivos. */

export const beside = {
  beside: {
    operator: 'La operación',
    roles: { responder: 'atención', supervisor: 'supervisión', admin: 'administración', outreach: 'difusión', platform_admin: 'administración de la plataforma', system: 'por sí mismo', operator: 'operación' } as Readonly<Record<string, string>>,
    nothing: '(nada)',
    yes: 'sí',
    no: 'no',
    before: 'Antes',
    after: 'Después',
    loading: 'Cargando…',
    failed: 'Esto no se pudo cargar.',
    stale: 'Hay más que no se pudo cargar.',
    again: 'Intentar de nuevo',
    older: 'Mostrar más antiguos',
    noneYet: 'Por ahora no hay nada que coincida. Hay registros más antiguos donde buscar.',
    copy: 'Copiar',
    copied: 'Copiado.',
    copyFailed: 'No se pudo copiar: selecciónalo y cópialo tú.',
    uncertain: 'No es seguro que esto haya funcionado. Compruébalo antes de repetirlo.',
  },
} as const;
