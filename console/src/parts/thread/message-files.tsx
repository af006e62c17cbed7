import type { Message } from '../../api/types';
import type { OpenConversation } from '../../desk/open-conversation';
import { FileButton } from '../file-button';

/** What an answer says beside a message that names files: those that may be fetched. */
interface Linked {
  fileLinks?: readonly { id: string; name: string; type: string; size: number }[];
}

/** The files that came with a whisper. */
export function MessageFiles({ one, message }: { one: OpenConversation; message: Message }) {
  const { fileLinks = [] } = message as Message & Linked;
  if (fileLinks.length === 0) return null;
  return (
    <ul class="message__files">
      {fileLinks.map((file) => <li key={file.id}><FileButton urlOf={one.urlOf} file={file} /></li>)}
    </ul>
  );
}
