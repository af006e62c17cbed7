/** Why somebody was handed out first, as the queue's order says it (`shared/domain/queue.py`). */

const LEVELS: Readonly<Record<string, string>> = { low: 'bajo', medium: 'medio', high: 'alto', critical: 'crítico' };
const LANGUAGES: Readonly<Record<string, string>> = { English: 'inglés', Spanish: 'español' };
const ORDINALS: Readonly<Record<string, string>> = { second: '2', third: '3', fourth: '4', fifth: '5' };

type Says = (found: string) => string;

/** The server's sentences, each with what it is in Spanish; what stands in the place of the group is given to it. */
const SENTENCES: readonly (readonly [RegExp, Says])[] = [
  [/^critical risk comes first$/u, () => 'el riesgo crítico va primero'],
  [/^(\w+) risk moves ahead in line$/u, (level) => `el riesgo ${LEVELS[level] ?? level} avanza en la fila`],
  [/^waited longest$/u, () => 'es quien más ha esperado'],
  [/^waited longest \(every (\w+) hand-out\)$/u, (ordinal) => `es quien más ha esperado (así es en 1 de cada ${ORDINALS[ordinal] ?? ordinal.replace(/th$/u, '')} entregas)`],
  [/^was talking with you before$/u, () => 'antes conversaba contigo'],
  [/^was given back to the queue and keeps their place$/u, () => 'volvió a la fila y conserva su lugar'],
  [/^a priority moves them ahead in line$/u, () => 'una prioridad le da un lugar más adelante'],
  [/^writes (\w+), which you speak$/u, (name) => `escribe en ${LANGUAGES[name] ?? name}, que tú hablas`],
  [/^writes (\w+)$/u, (name) => `escribe en ${LANGUAGES[name] ?? name}`],
  [/^whoever is ahead waits for somebody who speaks their language$/u, () => 'quien va delante espera a alguien que hable su idioma'],
];

/** A sentence of another kind stays as the server said it. */
export const handOut = (said: string): string => said.split('; ').map(inSpanish).join('; ');

function inSpanish(said: string): string {
  for (const [pattern, says] of SENTENCES) {
    const found = pattern.exec(said);
    if (found !== null) return says(found[1] ?? '');
  }
  return said;
}
