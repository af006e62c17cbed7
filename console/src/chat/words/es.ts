/** Every word of the web chat's page, in Spanish. */

import type { Words } from '.';

export const es: Words = {
  title: 'Chat',
  help: { label: 'Otra ayuda', lead: '¿Estás en peligro ahora?', call: 'Llama al', or: 'Puedes llamar o mandar un mensaje de texto al', anytime: 'a cualquier hora.' },
  leave: 'Salir de aquí',
  leaveHint: 'Sale de inmediato a una página del tiempo y no guarda nada aquí. Pulsar Escape dos veces hace lo mismo.',
  leaveSiteHint: 'Sale de inmediato de todo este sitio a una página del tiempo y no guarda nada aquí. Pulsar Escape dos veces hace lo mismo.',
  minimise: 'Guardar el chat',
  minimiseHint: 'Sigue en marcha y vuelve con el botón del chat. Pulsar Escape una vez hace lo mismo.',
  end: 'Terminar',
  endAsk: '¿Terminar este chat?',
  endMeaning: 'Nadie seguirá respondiendo. Puedes volver a escribir cuando quieras.',
  endYes: 'Terminar',
  endNo: 'Seguir hablando',
  ending: 'Terminando el chat…',
  endFailed: 'No se pudo terminar el chat. Prueba otra vez en un momento.',
  log: 'Mensajes',
  empty: 'Escribe abajo, con tus propias palabras. No tienes que decir quién eres.',
  who: { me: 'Tú', person: 'Quien te atiende', line: 'Mensaje automático' },
  states: {
    new: '',
    waiting: 'Estás en la fila. Una persona estará contigo en cuanto pueda. Puedes seguir escribiendo.',
    active: 'Una persona está aquí contigo.',
    ended: 'Este chat ha terminado. Si vuelves a escribir, empieza otro.',
  },
  closed: {
    title: (name) => `Ahora mismo no hay nadie en ${name}`,
    opens: (when) => ended(`Volvemos ${when}`),
    unknown: 'Aquí no podemos decir cuándo volvemos.',
    elsewhere: 'Si no puedes esperar, llama o escribe al 988 a cualquier hora, de día o de noche. Si estás en peligro ahora, llama al 911.',
    line: 'Puedes escribirnos ahora. Lo que escribas guarda tu lugar en la fila, y alguien responderá cuando estemos aquí.',
    write: 'Escribir de todos modos',
    note: (when) => `${ended(`Hasta entonces no hay nadie: volvemos ${when}`)} Tu lugar en la fila está guardado.`,
    noteUnknown: 'Ahora mismo no hay nadie. Tu lugar en la fila está guardado.',
  },
  when: {
    today: (time) => `hoy ${clock(time)}`,
    tomorrow: (time) => `mañana ${clock(time)}`,
    weekday: (day, time) => `el ${day} ${clock(time)}`,
    date: (date, time) => `el ${date} ${clock(time)}`,
  },
  optedOut: 'Escribiste STOP, así que aquí ya no se te envía nada. Escribe START para volver a recibir mensajes.',
  typing: 'Alguien está escribiendo…',
  connections: {
    connecting: '',
    live: '',
    polling: 'La conexión va lenta: se buscan mensajes nuevos cada pocos segundos.',
    offline: 'Sin conexión. Lo que escribas se enviará en cuanto vuelva.',
  },
  compose: {
    label: 'Tu mensaje',
    hint: 'Intro envía, Mayús + Intro hace una línea nueva.',
    send: 'Enviar',
    left: (count) => `Quedan ${count} caracteres`,
    over: (count) => `${count} ${count === 1 ? 'carácter' : 'caracteres'} de más`,
  },
  sent: { going: 'Enviando…', taken: 'Enviado', again: 'Aún no se ha enviado. Se intenta otra vez…', failed: 'No se envió.', tryAgain: 'Probar otra vez' },
  stages: {
    opening: 'Abriendo el chat…',
    open: '',
    closed: '',
    expired: 'Este chat llevaba mucho tiempo abierto y aquí se ha cerrado.',
    'no-program': 'Esta página se abrió sin decir a quién quieres escribir. Vuelve al sitio de donde vienes y abre el chat allí.',
    'no-chat': 'Aquí no existe ese chat. No es culpa tuya: la página de donde vienes puede estar anticuada. Los números de arriba responden a cualquier hora.',
    'not-here': 'Este chat no se puede mostrar aquí.',
    'too-many': 'Se abrieron demasiados chats desde aquí. Espera unos minutos, por favor.',
    unreachable: 'Ahora mismo no se puede llegar al chat.',
    erased: 'Lo que se escribió aquí se ha borrado.',
  },
  again: 'Probar otra vez',
  anew: 'Empezar otro chat',
};

/** With one full stop, also after “6:00 p. m.”. */
function ended(sentence: string): string {
  return sentence.endsWith('.') ? sentence : `${sentence}.`;
}

/** “a la 1:00”, “a las 6:00”. */
function clock(time: string): string {
  return `${/^0?1\D/.test(time) ? 'a la' : 'a las'} ${time}`;
}
