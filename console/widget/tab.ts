/** What this tab remembers for the site's next page: that there is a chat, and whether its panel was open. */
export type Remembered = 'open' | 'minimised' | null;

const KEY = 'holdfast.chat.panel';
const HELD = 'holdfast.chat.sealed';

export function remembered(storage: () => Storage = () => sessionStorage): Remembered {
  try {
    const found = storage().getItem(KEY);
    return found === 'open' || found === 'minimised' ? found : null;
  } catch {
    return null;
  }
}

export function remember(what: Remembered, storage: () => Storage = () => sessionStorage): void {
  put(KEY, what, storage);
}

/** What the frame gave us to hold, where it may store nothing itself. It is sealed: nobody here can read it. */
export function held(storage: () => Storage = () => sessionStorage): string | null {
  try {
    return storage().getItem(HELD);
  } catch {
    return null;
  }
}

export function hold(sealed: string | null, storage: () => Storage = () => sessionStorage): void {
  put(HELD, sealed, storage);
}

function put(key: string, value: string | null, storage: () => Storage): void {
  try {
    if (value === null) storage().removeItem(key);
    else storage().setItem(key, value);
  } catch {
    // A site that may keep nothing: the chat is taken up again when somebody presses the button.
  }
}
