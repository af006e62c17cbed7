import { render } from 'preact';
import { App } from './app';
import { takeLink } from './door/link';
import './styles/tokens.css';
import './styles/base.css';
import './styles/desk.css';
import './styles/thread.css';
import './styles/message.css';
import './styles/composer.css';
import './styles/forms.css';
import './styles/about.css';
import './styles/floor.css';
import './styles/door.css';
import './styles/account.css';

// Before anything else: what stands in the address is seen, copied and remembered.
const link = takeLink(location, history);

const root = document.getElementById('console');
if (root === null) throw new Error('index.html has no #console');
render(<App link={link} />, root);
