import { useState } from 'preact/hooks';
import { language, strings } from '../strings';
import { localeOf } from '../strings/language';

const words = strings.thread.files;

interface Props {
  /** Where a file lies just now; null: nowhere yet. */
  urlOf: (id: string) => Promise<string | null>;
  file: { id: string; name: string; size: number };
}

/** A file to save. Where it lies is asked when it is wanted: such a link lasts for minutes. */
export function FileButton({ urlOf, file }: Props) {
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle');
  async function fetchIt(): Promise<void> {
    if (state === 'busy') return;
    setState('busy');
    try {
      const url = await urlOf(file.id);
      if (url === null) throw new Error('not there yet');
      save(url);
      setState('idle');
    } catch {
      setState('failed');
    }
  }
  return (
    <>
      <button type="button" class="file" data-testid="file" aria-label={`${words.download(file.name)}, ${sizeOf(file.size)}`} aria-disabled={state === 'busy'}
        onClick={() => void fetchIt()}>
        <span aria-hidden="true">↓ </span><bdi class="file__name">{file.name}</bdi> <span class="quiet">{state === 'busy' ? words.fetching : sizeOf(file.size)}</span>
      </button>
      <span role="alert">{state === 'failed' && <span class="file__problem">{words.failed}</span>}</span>
    </>
  );
}

/** The link says that it is to be saved; what does not, such as that it is gone, must not take this page's place. */
function save(url: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.target = '_blank';
  link.rel = 'noreferrer';
  link.click();
}

const UNITS = ['byte', 'kilobyte', 'megabyte'] as const;

/** `48213` → `48 kB`, as the language writes it. */
export function sizeOf(bytes: number): string {
  const step = bytes < 1000 ? 0 : bytes < 1_000_000 ? 1 : 2;
  const format = new Intl.NumberFormat(localeOf(language), { style: 'unit', unit: UNITS[step], maximumFractionDigits: step === 2 ? 1 : 0 });
  return format.format(bytes / 1000 ** step);
}
