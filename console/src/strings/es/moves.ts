/** Moves, what they ask, and what is said when something does not work. */

import type { Urgency } from '../../api/types';

/** What a move is called on its button, and what its dialog says before it is made. */
interface MoveWords {
  button: string;
  heading?: string;
  body?: string;
  confirm?: string;
  /** Said when the move took the conversation off the desk. */
  done?: string;
}

/** Closing reads the same wherever it begins. */
const close: MoveWords = {
  button: 'Cerrar', heading: '¿Cerrar esta conversación?', confirm: 'Cerrar la conversación', done: 'La conversación está cerrada.',
  body: 'Ya nadie puede escribir en ella. Si la persona vuelve a escribir, empieza una conversación nueva.',
};
const helpIsOver: MoveWords = {
  button: 'Terminar el pedido de ayuda…', heading: 'El pedido de ayuda terminó', confirm: 'Terminó', body: 'La conversación con la persona continúa.',
};

export const moves = {
  dialog: { cancel: 'Cancelar', keepOpen: 'Dejarla abierta', busy: 'Un momento…', unsent: 'Lo que escribiste y no enviaste se perderá.' },
  moves: {
    assign_responder: { button: 'Asignar…', heading: 'Asignar esta persona a quien la atienda', confirm: 'Asignar', done: 'La persona quedó asignada.' },
    start_conversation: { button: 'Empezar esta conversación' },
    accept_transfer: { button: 'Aceptar' },
    reject_transfer: { button: 'Rechazar', done: 'La rechazaste. La conversación se queda con tu colega.' },
    take_back: { button: 'Recuperarla' },
    send_entry_survey: {
      button: 'Enviar la encuesta de entrada', heading: '¿Enviar la encuesta de entrada?', confirm: 'Enviar la encuesta',
      body: 'La primera pregunta le llega ahora a la persona.',
    },
    transfer_to_responder: {
      button: 'Transferir…', heading: 'Pasar esta conversación', confirm: 'Transferir', done: 'La persona volvió a la fila.',
      body: 'La persona sigue contigo hasta que tu colega acepte.',
    },
    return_to_queue: {
      button: 'Devolver a la fila…', heading: '¿Devolver a esta persona a la fila?', confirm: 'Devolver', done: 'La persona volvió a la fila.',
      body: 'Conserva su lugar y se le dice con franqueza que le responderá alguien más.',
    },
    reassign: {
      button: 'Pasar o tomar…', heading: 'Pasarla, o tomarla tú', confirm: 'Reasignar', done: 'La conversación pasó a otra persona.',
      body: 'Se avisa a todas las personas implicadas.',
    },
    escalate_to_medical: {
      button: 'Ayuda médica…', heading: 'Pedir ayuda médica', confirm: 'Pedir ayuda médica',
      body: 'Se alerta a supervisión, y los servicios del plan del programa se contactan de inmediato. Sigue escribiendo con la persona.',
    },
    escalate_to_police: {
      button: 'Policía…', heading: 'Llamar a la policía', confirm: 'Llamar a la policía',
      body: 'La policía necesita una ubicación, y una segunda persona debe confirmar: alguien de supervisión o, después de 3 minutos, cualquier otra persona que atienda. Si después de 5 minutos nadie confirmó, puedes seguir por tu cuenta.',
    },
    resolve_escalation: helpIsOver,
    resolve_police_escalation: helpIsOver,
    begin_wrap_up: {
      button: 'Despedirse…', heading: '¿Empezar la despedida?', confirm: 'Empezar la despedida',
      body: 'Si el programa tiene una encuesta de salida, la persona recibe ahora la primera pregunta. Pueden seguir conversando en cualquier momento.',
    },
    resume: { button: 'Seguir conversando' },
    schedule_follow_up: {
      button: 'Planear un seguimiento…', heading: 'Planear un seguimiento', confirm: 'Planear el seguimiento', done: 'El seguimiento quedó planeado.',
      body: 'Holdfast envía este mensaje por ti. Si la hora cae en la noche de la persona, espera a la mañana.',
    },
    cancel_follow_up: {
      button: 'Cancelar el seguimiento…', heading: '¿Cancelar el seguimiento?', confirm: 'Cancelarlo', done: 'El seguimiento se canceló. La conversación está cerrada.',
      body: 'La conversación se cierra. Si la persona vuelve a escribir, empieza una nueva.',
    },
    close_from_active: close,
    close_from_wrap_up: close,
    close_from_followup: close,
    close_from_escalation: {
      button: 'Cerrar…', heading: '¿Cerrar durante un pedido de ayuda?', confirm: 'Cerrar la conversación', done: 'La conversación está cerrada.',
      body: 'El pedido de ayuda termina con ella. Anota cuál fue el resultado.',
    },
    close_unworked: {
      button: 'Cerrar…', heading: '¿Cerrar sin responder?', confirm: 'Cerrar la conversación', done: 'La conversación está cerrada.',
      body: 'Solo para mensajes basura, pruebas y remitentes bloqueados: nadie responderá a esta persona.',
    },
  } as Readonly<Record<string, MoveWords>>,
  fields: {
    note: 'Nota para quien siga con ella',
    outcome: '¿Cuál fue el resultado?',
    reason: 'Motivo',
    location: '¿Dónde está la persona?',
    locationHint: 'Dirección, habitación, puntos de referencia: lo que te haya dicho.',
    message: 'Mensaje a la persona',
    messageDraft: 'Hola, te escribimos como acordamos. ¿Cómo estás hoy?',
    urgency: '¿Qué tan urgente es?',
    urgencies: { immediate: 'Inmediata', urgent: 'Urgente', routine: 'De rutina' } satisfies Record<Urgency, string>,
    scheduledTime: 'Cuándo',
    scheduledTimeHint: 'En tu propia zona horaria.',
    consent: 'La persona aceptó que le volvamos a escribir',
    responderId: '¿A quién?',
    toQueue: 'De vuelta a la fila',
    toMe: 'La tomo yo',
    nobody: 'Nadie más trabaja en este programa.',
    optional: 'opcional',
  },
  problem: {
    uncertain: 'No es seguro que esto haya funcionado. Pulsa de nuevo: no se hará dos veces.',
    moved: (state: string) => `Mientras tanto la conversación pasó a «${state}», así que no se cambió nada. Lo que ves está al día.`,
    forbidden: 'No puedes hacer esto.',
    missing: 'Esto ya no te corresponde verlo, o no existe.',
    limited: 'Demasiadas solicitudes a la vez. Inténtalo de nuevo en un momento.',
    trouble: 'Eso no funcionó por un fallo nuestro. Inténtalo de nuevo en un momento.',
    failed: 'Eso no funcionó. Inténtalo de nuevo.',
    required: 'Completa esto.',
    unagreed: 'La persona tiene que aceptar antes de planear un seguimiento.',
    past: 'Elige una hora que todavía no haya pasado.',
  },
} as const;
