/** Lo que pide tu atención, y lo que la cuida: avisos, sonido, carga, descansos, la conexión. */

import { many } from './count';

export const attention = {
  attention: {
    more: (count: number): string => `y ${count} más`,
    fewer: 'Ver menos',
    earlier: (count: number): string => many(count, 'aviso anterior sobre ella', 'avisos anteriores sobre ella'),
    sound: 'Sonido para los avisos',
    soundOn: 'El sonido está activado: dos tonos suaves para «Ahora», uno para un aviso. «Ahora» vuelve a sonar cada minuto hasta que alguien se ocupe.',
    soundOff: 'El sonido está desactivado.',
    load: (load: number, limit: number): string => `${load} de ${limit}`,
    loadLabel: 'Tus conversaciones, de las que puedes tener a la vez',
    full: (limit: number): string =>
      limit === 1
        ? 'Ya tienes una conversación. Ciérrala o pásala, y ayuda entonces a la siguiente persona.'
        : `Tienes ${limit} conversaciones, que es tu límite. Cierra o pasa una, y ayuda entonces a la siguiente persona.`,
    breaks: {
      heading: 'Hora de descansar',
      due: (span: string): string => `Llevas ${span} sin descansar.`,
      means: 'Al descansar pasas a «Ausente». Tus conversaciones siguen siendo tuyas.',
      take: 'Descansar',
      later: (minutes: number): string => `Recordármelo en ${many(minutes, 'minuto', 'minutos')}`,
    },
    faulty: 'Holdfast responde con errores en este momento. Lo que ves puede no estar al día. Esta página sigue intentándolo.',
    again: 'La conexión ha vuelto.',
  },
} as const;
