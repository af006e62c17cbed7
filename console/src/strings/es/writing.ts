/** Lo que ayuda a escribir: respuestas preparadas, y qué fue de un texto que salía. */

import { many } from './count';

export const writing = {
  writing: {
    canned: 'Respuestas preparadas',
    hint: 'Escribe / para ver las respuestas preparadas.',
    loading: 'Cargando las respuestas preparadas…',
    failed: 'No se pudieron cargar las respuestas preparadas. Puedes escribir como siempre.',
    none: 'No hay respuestas preparadas para esta conversación.',
    nothing: 'Ninguna respuesta preparada coincide. Pulsa Intro dos veces para enviar el texto tal como está.',
    found: (count: number): string => `${many(count, 'respuesta preparada', 'respuestas preparadas')}. Las flechas eligen, Intro la pone, Escape cierra.`,
    put: (title: string): string => `Puesta: ${title}. Todavía no se envía nada.`,
    hasBlanks: (blanks: string): string => `Falta completar: ${blanks}`,
    blank: (blanks: string): string => `No se envió: falta completar ${blanks}. Escribe lo que va ahí, o quítalo.`,
    blanks: (blanks: string): string => `No se envió: faltan por completar ${blanks}. Escribe lo que va ahí, o quítalos.`,
    offline: 'No es seguro que esto se haya enviado. Queda aquí, y podrás enviarlo en cuanto vuelva la conexión.',
    back: 'La conexión ha vuelto. No es seguro que esto se haya enviado antes; si lo intentas de nuevo, no se enviará dos veces.',
    unsent: 'Un mensaje no se envió',
  },
} as const;
