/** Every word the console shows, in Spanish. */

import type { Strings } from '..';
import type { Connection } from '../../desk/watch';
import { account } from './account';
import { audit } from './audit';
import { beside } from './beside';
import { admin } from './admin';
import { adminAccounts } from './admin-accounts';
import { adminHours } from './admin-hours';
import { adminPages } from './admin-pages';
import { adminRules } from './admin-rules';
import { adminSurveys } from './admin-surveys';
import { adminTexts } from './admin-texts';
import { attention } from './attention';
import { care } from './care';
import { board } from './board';
import { many } from './count';
import { data } from './data';
import { door } from './door';
import { hooks } from './hooks';
import { line } from './line';
import { messages } from './messages';
import { moves } from './moves';
import { nav } from './nav';
import { packs } from './packs';
import { sending } from './sending';
import { texter } from './texter';
import { thread } from './thread';
import { today } from './today';
import { told } from './told';
import { writing } from './writing';

export const es: Strings = {
  product: 'Holdfast',
  seconds: (count: number): string =>
    count < 120 ? many(count, 'segundo', 'segundos') : many(Math.ceil(count / 60), 'minuto', 'minutos'),
  hours: (hours: number, minutes: number): string => `${hours} h${minutes === 0 ? '' : ` ${minutes} min`}`,
  header: {
    signOut: 'Salir',
    presence: 'Tu disponibilidad',
    presenceUnknown: 'Aún no se sabe',
    connection: {
      connecting: 'Conectando…',
      live: 'Con conexión',
      polling: 'Reconectando. Se buscan mensajes cada 5 segundos.',
      offline: 'Sin conexión',
      faulty: 'Problemas en Holdfast',
    } satisfies Record<Connection, string>,
  },
  offline: 'No se puede llegar a Holdfast: no tienes conexión, o está cortada. No puede llegar nada nuevo y no se puede enviar nada. Esta página sigue intentándolo.',
  next: {
    button: 'Ayudar a la siguiente persona',
    busy: 'Buscando a la siguiente persona…',
    waiting: (count: number) => (count === 1 ? 'persona en espera' : 'personas en espera'),
    unknown: 'En espera: aún no se sabe',
    nobody: 'Nadie espera.',
    openFailed: 'Esa conversación no se puede abrir.',
    uncertain: 'No es seguro que esto haya funcionado. Pulsa de nuevo: no se te asignarán dos personas.',
    failed: 'Eso no funcionó. Inténtalo de nuevo en un momento.',
  },
  list: {
    heading: 'Tus conversaciones',
    none: 'No hay conversaciones abiertas.',
    loading: 'Cargando…',
    texter: 'Quien escribe',
    since: (time: string) => `desde ${time}`,
    unread: (count: number) => many(count, 'mensaje nuevo', 'mensajes nuevos'),
    closed: 'Cerrada',
    gone: 'Ya no es tuya',
    offered: 'Te la ofrecen',
    optedOut: 'Se dio de baja',
    you: 'Tú: ',
  },
  risk: { low: 'Riesgo bajo', medium: 'Riesgo medio', high: 'Riesgo alto', critical: 'Riesgo crítico' },
  pane: {
    empty: 'No hay ninguna conversación elegida.',
    emptyHint: 'Pulsa «Ayudar a la siguiente persona» cuando quieras empezar.',
    label: 'Conversación',
    back: 'Volver',
    backTo: 'Volver a todas las conversaciones',
    reason: (reason: string) => `Por qué esta persona llegó primero: ${told.told.handOut(reason)}.`,
    acceptHint: 'Te asignaron a esta persona y espera una primera respuesta.',
    offeredBy: (who: string) => `${who} te pide que sigas tú. La persona está con tu colega hasta que aceptes.`,
    offeredTo: (who: string) => `Ofreciste esta conversación a ${who}. Puedes seguir escribiendo hasta que acepte.`,
    planned: (when: string) => `Hay un seguimiento planeado para ${when}. La persona puede escribir en cualquier momento.`,
    putAway: 'Quitar de mi lista',
    closed: 'Esta conversación está cerrada.',
    gone: 'Esta conversación ya no es tuya.',
    cannotWrite: 'No se puede escribir mientras la conversación esté en este estado.',
    readAlong: 'Estás leyendo la conversación. Quien escribe no te ve.',
    sealed: 'Puedes ver cómo está esta conversación, pero no lo que se escribió.',
    failing: 'No se pudieron cargar los mensajes nuevos. Se intenta de nuevo…',
    loading: 'Cargando los mensajes…',
    newMessage: 'Mensaje nuevo',
    moves: 'Lo que puedes hacer',
    more: 'Más acciones',
    details: 'Sobre esta conversación',
    detailsButton: 'Detalles',
    threadButton: 'Mensajes',
    survey: (type: 'entry' | 'exit', question: number) =>
      `La persona está respondiendo la encuesta de ${type === 'entry' ? 'entrada' : 'salida'}: pregunta ${question}.`,
  },
  who: {
    texter: 'Quien escribe',
    you: 'Tú',
    holdfast: 'Holdfast',
    timer: 'Un temporizador',
    other: 'Un miembro del equipo',
    nobody: 'Nadie',
    note: (who: string) => `Nota interna de ${who}`,
    unsent: 'Solo la ve el equipo. No se envía a quien escribe.',
  },
  composer: {
    label: 'Tu respuesta',
    hint: 'Intro envía, Mayús + Intro empieza otra línea.',
    send: 'Enviar',
    sending: 'Enviando…',
    again: 'Intentar de nuevo',
    tooLong: (over: number) => `${many(over, 'carácter', 'caracteres')} de más`,
    failedUnknown: 'No es seguro que esto se haya enviado. Si lo intentas de nuevo, no se enviará dos veces.',
    failed: 'No se envió.',
    draft: 'Proponer una respuesta',
    drafting: 'Escribiendo una propuesta…',
    drafted: 'Borrador de un asistente: léelo y hazlo tuyo. Nada se envía hasta que pulses Enviar.',
    draftedHint: 'Intro no lo envía sin cambios.',
    draftFailed: 'No se pudo hacer un borrador. Todo lo demás funciona como siempre.',
    edited: 'Cambiaste el texto: se enviará como un mensaje nuevo. El texto anterior quizá también se envió.',
  },
  live: {
    here: (words: string) => `Quien escribe: ${words}`,
    whisper: (words: string) => `Nota interna: ${words}`,
    elsewhere: 'Mensaje nuevo en otra conversación.',
    assigned: 'Te asignaron a una persona.',
  },
  ...door,
  ...account,
  ...beside,
  ...audit,
  ...packs,
  ...hooks,
  ...messages,
  ...data,
  ...line,
  ...board,
  ...today,
  ...moves,
  ...care,
  ...sending,
  ...texter,
  ...nav,
  ...thread,
  ...told,
  ...attention,
  ...writing,
  ...admin,
  ...adminPages,
  ...adminHours,
  ...adminSurveys,
  ...adminTexts,
  ...adminRules,
  ...adminAccounts,
};
