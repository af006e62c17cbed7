import type { Language } from '../src/strings/language';

/** The few words outside of the frame. There are so few that both languages travel together. */
interface Words {
  button: string;
  panel: string;
  /** What is counted, after the number. */
  unread: (count: number) => string;
  loading: string;
  silent: string;
}

export const WORDS: Record<Language, Words> = {
  en: {
    button: 'Chat with us',
    panel: 'Chat',
    unread: (count) => (count === 1 ? 'new message' : 'new messages'),
    loading: 'Opening the chat… In danger now? Call 911. You can call or text 988 at any time.',
    silent: 'The chat cannot be reached just now. In danger now? Call 911. You can call or text 988 at any time.',
  },
  es: {
    button: 'Chatea con nosotros',
    panel: 'Chat',
    unread: (count) => (count === 1 ? 'mensaje nuevo' : 'mensajes nuevos'),
    loading: 'Abriendo el chat… ¿Estás en peligro ahora? Llama al 911. Puedes llamar o escribir al 988 a cualquier hora.',
    silent: 'Ahora mismo no se puede llegar al chat. ¿Estás en peligro ahora? Llama al 911. Puedes llamar o escribir al 988 a cualquier hora.',
  },
};
