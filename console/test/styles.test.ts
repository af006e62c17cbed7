import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const SOURCES = join(import.meta.dirname, '..');

function files(folder: string, ends: string): string[] {
  const all = readdirSync(join(SOURCES, folder), { recursive: true, encoding: 'utf8' });
  return all.filter((one) => one.endsWith(ends)).map((one) => join(folder, one));
}

const textOf = (file: string): string => readFileSync(join(SOURCES, file), 'utf8').replace(/\/\*[\s\S]*?\*\//gu, '');

/** What stays where it is when the writing turns round: it has to say start and end instead. */
const PHYSICAL = [
  /(?:^|[\s;{])(?:left|right)\s*:/u,
  /(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)\b/u,
  /border-(?:top|bottom)-(?:left|right)-radius/u,
  /(?:text-align|float|clear|caption-side)\s*:\s*(?:left|right)/u,
  /(?:translateX|translate3d)\(/u,
];

/** `margin: 1px 2px 3px 4px`, whose second and fourth are right and left. */
const FOUR = /(?:margin|padding|inset|border-width)\s*:\s*((?:[^\s;(]+|[\w-]*\([^;]*?\))(?:\s+(?:[^\s;(]+|[\w-]*\([^;]*?\))){3})\s*[;}]/gu;

test.each([...files('src', '.css'), ...files('chat', '.css')])('%s turns round with the writing', (file) => {
  const css = textOf(file);
  const fixed = css.split('\n').filter((line) => PHYSICAL.some((one) => one.test(line)));
  const uneven = [...css.matchAll(FOUR)].map((found) => found[0]).filter((said) => {
    const [, right, , left] = (said.split(':')[1] ?? '').replace(/[;}]/gu, '').trim().split(/\s+(?![^(]*\))/u);
    return right !== left;
  });
  expect([...fixed, ...uneven]).toEqual([]);
});

test.each([...files('src', '.tsx'), 'index.html', 'chat/index.html'])('%s has no style and no script of its own in the markup: the policy forbids them', (file) => {
  expect(textOf(file)).not.toMatch(/\sstyle=|<style|<script(?![^>]*\bsrc=)|\son[a-z]+="/u);
});
