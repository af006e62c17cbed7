import { DIRECTIONS } from '../src/strings/language';
import type { Settings } from './settings';
import { LOOK } from './look';
import { WORDS } from './words';

/** The parts of the widget on the site's page. */
export interface Parts {
  host: HTMLElement;
  /** Its classes say how it stands: `open`, `ready`, `gone`. */
  place: HTMLElement;
  button: HTMLButtonElement;
  badge: HTMLElement;
  /** What the badge counts, for who does not see it. */
  badgeWords: HTMLElement;
  panel: HTMLElement;
  wait: HTMLElement;
  news: HTMLElement;
}

const SVG = 'http://www.w3.org/2000/svg';

/** Made by calls alone: no markup is read, so neither a policy nor trusted types stand in the way. */
export function build({ language, position }: Settings): Parts {
  const words = WORDS[language];
  const host = document.createElement('holdfast-chat');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(LOOK);
  root.adoptedStyleSheets = [sheet];

  const badge = part('span', { class: 'badge', 'data-testid': 'widget-badge' });
  const badgeWords = part('span', { class: 'unseen' });
  const label = part('span', {}, words.button);
  const button = part('button', { class: 'button', type: 'button', 'aria-expanded': 'false', 'aria-controls': 'panel', 'data-testid': 'widget-button' });
  button.append(icon(), label, badge, badgeWords);
  const wait = part('p', { class: 'wait', 'data-testid': 'widget-wait' }, words.loading);
  const panel = part('section', { class: 'panel', id: 'panel', role: 'dialog', 'aria-label': words.panel, 'data-testid': 'widget-panel' });
  panel.append(wait);
  const news = part('p', { class: 'unseen', role: 'status' });
  for (const one of [button, panel, news]) one.lang = language;
  // The site's direction says where it stands, the language how it is read.
  for (const one of [label, wait, news]) one.dir = DIRECTIONS[language];
  const place = part('div', { class: position });
  place.append(button, panel, news);
  root.append(place);
  badge.hidden = true;
  return { host, place, button, badge, badgeWords, panel, wait, news };
}

function part<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, attributes: Record<string, string>, text = ''): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.textContent = text;
  return made;
}

function icon(): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', 'M4 4h16v12H10l-5 4v-4H4z');
  path.setAttribute('fill', 'none');
  path.setAttribute('stroke', 'currentColor');
  path.setAttribute('stroke-width', '2');
  path.setAttribute('stroke-linejoin', 'round');
  svg.append(path);
  return svg;
}
