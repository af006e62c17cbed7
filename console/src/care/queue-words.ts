/**
 * What each queue does, what it means for a texter when something of it is stuck, and what to think of before it is put
 * back, in the languages that are not the server's own.
 */

import { language } from '../strings';
import type { Language } from '../strings/language';

export interface QueueWords {
  does: string;
  means: string;
  again: string;
}

interface Said {
  gaveUp: string;
  queues: Readonly<Record<string, QueueWords>>;
}

const es: Said = {
  gaveUp: 'Se intentó tantas veces como permite la cola y falló siempre. El registro dice por qué, con el identificador de su petición.',
  queues: {
    inbound: {
      does: 'Recibe lo que escriben las personas.',
      means: 'Alguien escribió y no se le ha oído. Su texto está a salvo y sellado. Date prisa.',
      again: 'Se recibe ahora, una sola vez aunque llegue varias. Puede quedar después de lo que la misma persona escribió más tarde.',
    },
    receipts: {
      does: 'Anota lo que los operadores dicen de nuestros mensajes.',
      means: 'Nada. El equipo no ve si un mensaje llegó.',
      again: 'Los estados nunca retroceden: un aviso tardío solo cambia lo que sabe mejor.',
    },
    quarantine: {
      does: 'Guarda lo que no se pudo comprobar, abrir o ubicar.',
      means: 'Nada, si es una falsificación. También espera aquí un texto a un número que nadie configuró, y no sonó ninguna alarma.',
      again: 'Escrito dos veces, es la misma fila.',
    },
    deliver: {
      does: 'Entrega nuestros mensajes a los operadores.',
      means: 'Alguien del equipo respondió y la respuesta no ha salido. En la consola sigue en espera.',
      again: 'Se envía ahora, salvo que ya se enviara o la persona se diera de baja. Piénsalo antes: una respuesta con horas de retraso puede hacer daño, sobre todo si la conversación terminó.',
    },
    push: {
      does: 'Avisa a las consolas abiertas de que pasó algo.',
      means: 'Nada. Una consola lo muestra en cuanto vuelve a preguntar.',
      again: 'Las consolas se enteran, quizá por segunda vez, y se guían por su número.',
    },
    publish: {
      does: 'Pone los eventos en el bus.',
      means: 'Nada. Quien escucha el bus se pierde un evento.',
      again: 'El evento se pone otra vez en el bus; se distingue por conversación, número y tipo.',
    },
    lifecycle: {
      does: 'Inicia y despierta el flujo de trabajo, y pide ayuda cuando se confirmó un envío.',
      means: 'No se pregunta una encuesta, no se dice a nadie que no hay equipo. Con el tipo «escalation»: quizá la ayuda que se pidió no recibió el aviso. Llama ya a la supervisión del programa.',
      again: 'Los inicios pueden llegar tarde y dos veces; la ayuda que ya recibió el aviso no se llama otra vez.',
    },
    risk: {
      does: 'Vuelve a leer un texto, por su significado.',
      means: 'Su lugar en la fila va solo por las palabras del léxico: alguien en riesgo puede esperar demasiado.',
      again: 'Se lee ahora; el riesgo solo sube.',
    },
    notify: {
      does: 'Avisa al equipo de lo que debe saber.',
      means: 'No se avisó a la supervisión de alguien que espera, está en riesgo o necesita ayuda.',
      again: 'La alerta se guarda una vez; no se vuelve a escribir a quien ya se escribió.',
    },
    audit: {
      does: 'Registra lo que el equipo hizo con las conversaciones.',
      means: 'Nada. Lo que hizo alguien del equipo no queda registrado hasta que se repita.',
      again: 'Se registra ahora, con la hora en que ocurrió; lo que ya está no se duplica.',
    },
    comms: {
      does: 'Manda correos y mensajes al equipo.',
      means: 'No se escribió a alguien de supervisión por quien espera o necesita ayuda. Su consola lo muestra.',
      again: 'Sale ahora, salvo que ya saliera o pasara hace más de dos horas.',
    },
    hooks: {
      does: 'Manda eventos a las direcciones que registraron las organizaciones.',
      means: 'Nada. El sistema de una organización se perdió un evento.',
      again: 'Se manda ahora, salvo que ya llegara o su webhook no esté activo; el receptor lo distingue por su identificador.',
    },
    erasures: {
      does: 'Borra a personas, como decidieron dos.',
      means: 'Se les prometió que lo que escribieron desaparecería, y una parte sigue ahí.',
      again: 'Sigue donde se detuvo. De todos modos se retoma cada cuarto de hora.',
    },
    stream: {
      does: 'Transmite lo que la tabla de hechos dice que pasó.',
      means: 'Lo que escribieron está guardado, pero quizá nadie se enteró: puede que no salieran respuestas ni llegaran alertas.',
      again: 'Sus registros se leen otra vez y se transmiten, mientras se conservan: 24 horas.',
    },
  },
};

const SAID: Readonly<Partial<Record<Language, Said>>> = { es };

/** A queue's words in the language that is spoken; null: as the server says it. */
export const queueWords = (queue: string): QueueWords | null => SAID[language]?.queues[queue] ?? null;

/** Why something is stuck; `said` is the server's own sentence. */
export const whyStuck = (said: string): string => SAID[language]?.gaveUp ?? said;
