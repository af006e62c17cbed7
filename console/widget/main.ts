import { settingsOf } from './settings';
import { Widget } from './widget';

const script = document.currentScript;

if (script instanceof HTMLScriptElement && document.querySelector('holdfast-chat') === null) {
  try {
    const widget = new Widget(settingsOf(script.src, script.dataset, navigator.languages));
    if (document.readyState === 'loading') addEventListener('DOMContentLoaded', () => widget.appear());
    else widget.appear();
  } catch (error) {
    // For whoever put it on the site; visitors miss a button, and nothing else.
    console.error('Holdfast:', error instanceof Error ? error.message : error);
  }
}
