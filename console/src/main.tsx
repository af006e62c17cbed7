import { takeLink } from './door/link';
import { speak } from './strings';
import './styles/first.css';
import './styles/desk.css';
import './styles/thread.css';
import './styles/message.css';
import './styles/composer.css';
import './styles/attention.css';
import './styles/forms.css';
import './styles/about.css';
import './styles/floor.css';
import './styles/door.css';
import './styles/account.css';

// Before anything else: what stands in the address is seen, copied and remembered.
const link = takeLink(location, history);

const root = document.getElementById('console');
if (root === null) throw new Error('index.html has no #console');

// The words first: whatever says them is loaded after.
await speak();
const { show } = await import('./app');
show(root, link);
