/** Who is writing: language, the same person as before, abuse and blocks. */

import type { Flag, Language } from '../../api/types';
import { many } from './count';

export const texter = {
  /** Each in its own words. */
  languages: { en: 'English', es: 'Español' } satisfies Record<Language, string>,
  /** Shown beside the state; what is not here is told elsewhere or to nobody. */
  flags: { abuse_reported: 'Maltrato informado', sender_blocked: 'Remitente bloqueado' } as Partial<Record<Flag, string>>,
  asksToStop: {
    lead: 'Quizá esta persona pide no recibir más mensajes.',
    meaning: 'Lee lo que escribió y decide.',
    button: 'Registrar una baja…',
    heading: '¿Dejar de enviar mensajes a esta persona?',
    body: 'Se le dice una vez que no llegará nada más. Después no se le puede enviar nada hasta que mande START. Lo que escriba seguirá llegando.',
    confirm: 'Registrar la baja',
  },
  before: {
    heading: '¿Ya había escrito?',
    question: 'Este número ya nos había escrito. Los números cambian de manos: pregunta antes de mirar. ¿Es la misma persona que antes?',
    unasked: 'Este número ya nos había escrito. Quien atiende todavía no ha dicho si es la misma persona.',
    yes: 'Sí, es la misma persona',
    no: 'No, es otra persona',
    was: 'Es la misma persona que antes.',
    wasNot: 'No es la misma persona que antes. Las conversaciones anteriores siguen cerradas.',
    change: 'Cambiar esto',
    loading: 'Cargando las conversaciones anteriores…',
    none: 'No hay conversaciones anteriores en tus programas.',
    count: (count: number) => many(count, 'conversación anterior', 'conversaciones anteriores'),
    open: 'Leer',
    openOf: (when: string) => `Leer la conversación del ${when}`,
    erased: 'Sus palabras se borraron.',
  },
  abuse: {
    heading: 'Maltrato',
    report: 'Informar de maltrato',
    lead: 'Supervisión lo revisa. Quien escribe no se entera, y nada más cambia.',
    reason: '¿Qué hace esta persona?',
    send: 'Informar a supervisión',
    reported: 'Informado. Supervisión lo revisa.',
    review: 'Un informe de maltrato habla de esta persona. El motivo está abajo, en la historia.',
    block: 'Bloquear remitente',
    blockLead: 'La conversación se cierra con un mensaje breve. Lo que escriba después no llega a nadie, salvo que suene a peligro.',
    blockReason: '¿Por qué se bloquea a este remitente?',
    confirm: 'Esta persona está en riesgo. Lo he tenido en cuenta, y aun así la bloqueo.',
    unconfirmed: 'Marca esto cuando lo hayas tenido en cuenta.',
    confirmBlock: 'Bloquear a este remitente',
    blocked: 'Este remitente está bloqueado.',
  },
  blocked: {
    heading: 'Remitentes bloqueados',
    by: (who: string, when: string) => `bloqueado por ${who}, ${when}`,
    open: 'Leer',
    openOf: (program: string, when: string) => `Leer la conversación de ${program} que llevó al bloqueo del ${when}`,
    unblock: 'Desbloquear',
    unblockOf: (program: string, when: string) => `Desbloquear al remitente de ${program} bloqueado el ${when}`,
  },
} as const;
