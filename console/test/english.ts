/** The tests speak English: words are there before anything that says them. */
import { speak } from '../src/strings';

await speak('en');
