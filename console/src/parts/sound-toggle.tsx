import { strings } from '../strings';
import { chime } from './browser';

const words = strings.attention;

/** Turns the sound for alerts on and off, for this browser. */
export function SoundToggle() {
  const on = chime.on.value;
  return (
    <button type="button" class="button sound" aria-pressed={on} aria-label={words.sound} title={on ? words.soundOn : words.soundOff} data-testid="sound-toggle"
      onClick={() => chime.set(!on)}>
      <svg class="sound__sign" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
        <path d="M4 9.5h3.2L12 5.5v13l-4.8-4H4z" fill="currentColor" />
        {on
          ? <path d="M15 9a4 4 0 0 1 0 6M17.5 6.5a7.5 7.5 0 0 1 0 11" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" />
          : <path d="M15.5 9.5l5 5m0-5l-5 5" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" />}
      </svg>
    </button>
  );
}
