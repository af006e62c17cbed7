/** The floor: calls for help, queues, people and conversations at a glance. */

import type { Order, Part } from '../../desk/floor';
import { many } from './count';

export const board = {
  board: {
    parts: 'Partes de la línea',
    part: { calls: 'Pedidos de ayuda', work: 'Conversaciones', waiting: 'En espera', queues: 'Filas', people: 'Equipo' } satisfies Record<Part, string>,
    wrong: 'alerta',
    noCalls: 'No hay ningún pedido de ayuda en curso.',
    openFor: (time: string) => `desde hace ${time}`,
    located: 'Se sabe dónde está',
    notLocated: 'Aún no se sabe dónde está',
    contacts: (count: number) => (count === 0 ? 'Todavía no se habló con nadie' : many(count, 'contacto anotado', 'contactos anotados')),
    calledBy: (who: string) => `Pedido por ${who}`,
    confirmedBy: (who: string) => `Confirmado por ${who}`,
    whoConfirms: 'Lo confirma quien supervisa.',
    secondFrom: (time: string) => `A partir de las ${time} puede hacerlo cualquier otra persona del equipo.`,
    secondNow: 'Ya puede hacerlo cualquier otra persona del equipo.',
    aloneFrom: (time: string) => `A partir de las ${time}, quien lo pidió puede seguir por su cuenta.`,
    aloneNow: 'Quien lo pidió ya puede seguir por su cuenta.',
    reminder: 'Próximo recordatorio en',
    reminderNow: 'Toca un recordatorio ahora',
    openOf: (kind: string, program: string) => `Abrir la conversación: ${kind}, ${program}`,
    confirm: 'Confirmar',
    confirmOf: (program: string) => `Confirmar el envío de la policía, ${program}`,
    confirmBody: (program: string, time: string) => `${program}: se pidió ayuda hace ${time}. Se llama a la policía en cuanto confirmes y se sepa dónde está la persona.`,
    unanswered: (time: string) => `sin respuesta desde hace ${time}`,
    groups: { critical: 'Riesgo crítico', high: 'Riesgo alto', medium: 'Riesgo medio', low: 'Riesgo bajo' },
    order: 'Orden',
    orders: { risk: 'Por riesgo', unanswered: 'Más tiempo sin respuesta', age: 'Las más antiguas primero' } satisfies Record<Order, string>,
    passed: 'pasa del límite',
    nobodyOnline: 'No hay nadie disponible, y hay personas en espera.',
    longest: (time: string) => `más tiempo sin respuesta: ${time}`,
    load: (load: number, limit: number) => `${load} de ${limit} conversaciones`,
    blocked: (count: number) => many(count, 'remitente bloqueado', 'remitentes bloqueados'),
  },
} as const;
