import { useState } from 'preact/hooks';
import { strings } from '../strings';
import { LARGEST } from './import';

const words = strings.packs;

/** A file by a button or dropped here. It is read in this window, and nothing is sent yet. */
export function FileField({ onRead, onProblem }: { onRead: (text: string, name: string) => void; onProblem: (problem: string | null) => void }) {
  const [over, setOver] = useState(false);
  const read = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    // One character takes four bytes at most.
    if (file.size > 4 * LARGEST) return onProblem(words.tooLarge(LARGEST / 1024));
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
      if (text.length > LARGEST) onProblem(words.tooLarge(LARGEST / 1024));
      else onRead(text, file.name);
    } catch {
      onProblem(words.unreadable);
    }
  };
  return (
    <div class="file-field" data-over={over}
      onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)}
      onDrop={(event) => { event.preventDefault(); setOver(false); void read(event.dataTransfer?.files[0]); }}>
      <label class="button file-field__button">
        <input type="file" class="unseen" accept=".yaml,.yml,.txt,text/yaml,application/yaml" data-testid="pack-file"
          onChange={(event) => { void read(event.currentTarget.files?.[0]); event.currentTarget.value = ''; }} />
        {words.file}
      </label>
      <span class="quiet">{words.drop}</span>
    </div>
  );
}
