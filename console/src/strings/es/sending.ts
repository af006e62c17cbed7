/** Channels, what sending takes, and what became of what was sent. */

import type { Channel, MessageStatus } from '../../api/types';
import type { SegmentCount } from '../../compose/segments';
import { many } from './count';

export const sending = {
  channels: { twilio: 'SMS', aws: 'SMS', partner: 'Servicio asociado', webchat: 'Chat web' } satisfies Record<Channel, string>,
  status: {
    received: 'Recibido',
    queued: 'En espera de envío',
    sending: 'Enviando',
    sent: 'Enviado',
    delivered: 'Entregado',
    read: 'Leído',
    undelivered: 'No entregado',
    failed: 'No enviado',
    unknown: 'Resultado desconocido',
    blocked_opt_out: 'No enviado: se dio de baja',
  } satisfies Record<MessageStatus, string>,
  outcome: {
    unknown: 'Nadie sabe si esto llegó. No se vuelve a enviar por sí solo. Si lo averiguas, dilo:',
    sent: 'Llegó',
    notSent: 'No salió',
    code: (code: string) => `código del operador: ${code}`,
    again: 'Escribir de nuevo',
  },
  pictures: (count: number): string =>
    count === 1 ? 'Esta persona envió una foto. Aquí nadie puede verla.' : `Esta persona envió ${count} fotos. Aquí nadie puede verlas.`,
  typing: 'Está escribiendo…',
  measure: {
    encodings: { 'GSM-7': 'el alfabeto habitual de los SMS', 'UCS-2': 'letras o signos fuera del alfabeto habitual de los SMS: en un segmento cabe menos' } satisfies Record<
      SegmentCount['encoding'],
      string
    >,
    count: (characters: number, limit: number, segments: number) => `${characters} de ${limit} · ${many(segments, 'segmento', 'segmentos')}`,
    price: (amount: string) => `unos ${amount}`,
    long: (characters: number, segments: number) => `${many(characters, 'carácter', 'caracteres')} · ${many(segments, 'segmento', 'segmentos')}`,
    messages: (count: number) => `sale en ${many(count, 'mensaje', 'mensajes')}`,
  },
  optedOut: {
    lead: 'Esta persona se dio de baja.',
    meaning: 'No se le puede enviar nada. Lo que escribe sigue llegando, y con START puede volver cuando quiera.',
    works: 'Las etiquetas, el riesgo, los pedidos de ayuda, el paso a otra persona y el cierre funcionan como siempre.',
    composer: 'No puedes responder: esta persona se dio de baja.',
  },
  carriers: {
    heading: 'Líneas con problemas',
    states: { open: 'Caída', half_open: 'En prueba' },
    takesOver: (number: string) => `Mientras tanto envía la línea de respaldo ${number}.`,
    bothDown: 'La línea de respaldo también está caída: las respuestas esperan, en orden, hasta que una de las dos vuelva.',
    noBackup: 'No hay línea de respaldo: las respuestas esperan, en orden, hasta que el operador vuelva.',
    retry: (when: string) => `Próximo intento a las ${when}.`,
    comesIn: 'Lo que escriben las personas sigue llegando.',
  },
} as const;
